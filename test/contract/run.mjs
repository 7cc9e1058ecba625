import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

/** `npm run test:contract [-- --url URL]`: the contract suite, against a daemon of its own or the one at URL. */
const { values } = parseArgs({ options: { url: { type: 'string' } } })
const env = { ...process.env, ...(values.url !== undefined && { BUILDSPY_TEST_URL: values.url }) }
// One file after the other: the statistics of one daemon are for all.
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/contract', '--no-file-parallelism']
spawn(process.execPath, args, { env, stdio: 'inherit' }).on('exit', (code) => (process.exitCode = code ?? 1))
