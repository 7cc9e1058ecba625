import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'

/** `npm run test:contract [-- --url URL]`: the contract suite, against daemons of its own on each database, or the one at URL. */
const { values } = parseArgs({ options: { url: { type: 'string' } } })
const env = { ...process.env, ...(values.url !== undefined && { BUILDSPY_TEST_URL: values.url }) }
// One file after the other: the statistics of one daemon are for all.
const once = values.url === undefined ? [] : ['--project', 'sqlite']
const args = ['node_modules/vitest/vitest.mjs', 'run', 'test/contract', '--no-file-parallelism', ...once]
spawn(process.execPath, args, { env, stdio: 'inherit' }).on('exit', (code) => (process.exitCode = code ?? 1))
