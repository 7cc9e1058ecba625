import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { compile } from '../tracers/support/fixtures.ts'

const PROGRAM = fileURLToPath(new URL('support/program.ts', import.meta.url))

/** `EVERY_CALL=1 npm test -- test/every-call` fails each write, and takes minutes. */
test(
  'each call on database and spool fails once: nothing acknowledged is lost, and the next start heals',
  { timeout: 600_000 },
  async (context) => {
    if (process.platform !== 'linux') return context.skip('calls are failed by a preloaded library (ld.so)')
    const library = compile('fail-call', '-shared', '-fPIC')
    const env = { ...process.env, LD_PRELOAD: library }
    const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', PROGRAM], { env })
    const { calls, problems } = JSON.parse(stdout) as { calls: Record<string, number>; problems: string[] }
    console.log(`calls that failed once: ${JSON.stringify(calls)}`)
    expect(problems).toEqual([])
    for (const kind of ['open', 'write', 'sync', 'rename', 'unlink']) expect(calls[kind]).toBeGreaterThan(0)
  },
)
