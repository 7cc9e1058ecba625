import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { temporaryDirectory } from '../support/database.ts'
import { aBuild } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

/** Eight jobs that sleep, so that they need no processors. */
const MAKEFILE = `
JOBS = 1 2 3 4 5 6 7 8
.PHONY: all $(JOBS)
all: $(JOBS)
$(JOBS):
\t@sleep 0.4
`

test('predict: a make that was recorded with one job, with four', async () => {
  const { url } = await testDaemon()
  const cwd = await temporaryDirectory()
  await writeFile(join(cwd, 'Makefile'), MAKEFILE)
  expect(await buildspy(url, ['run', '--', 'make'], undefined, { cwd })).toMatchObject({ exitCode: 0 })
  const predict = async (...args: string[]) =>
    JSON.parse((await buildspy(url, ['predict', '--json', ...args])).stdout)
  const four = await predict('--jobs', '4')
  expect(four.measured_ms).toBeGreaterThan(3200)
  // On a busy machine, what others took of the processors is known on average only.
  expect(Math.abs(four.error)).toBeLessThan(0.3)
  // A quarter of the sleep, and what make itself takes.
  expect(four.wall_ms).toBeGreaterThan(800)
  expect(four.wall_ms / four.measured_ms).toBeLessThan(0.5)
  const critical = four.critical.reduce(
    (sum: number, { from_ms, to_ms }: { from_ms: number; to_ms: number }) => sum + to_ms - from_ms,
    0,
  )
  expect(critical).toBeCloseTo(four.wall_ms, 0)
  const faster = await predict('--faster', 'sleep=2x')
  expect(faster.wall_ms / faster.measured_ms).toBeLessThan(0.75)
  const options = { env: { COLUMNS: '80' } }
  const { stdout } = await buildspy(url, ['predict', '--jobs', '4'], undefined, options)
  expect(stdout).toMatch(/^make\nmeasured {3}\d.*\npredicted {2}\d.* −\d.*%\)\n/)
  expect(stdout).toContain('one job ran at a time')
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('predict says what is wrong', async () => {
  const { url, submit } = await testDaemon()
  await submit(...aBuild().lines)
  for (const [args, exitCode, message] of [
    [[], 2, 'say what changes: --jobs, --cores, --without or --faster'],
    [['--jobs', '0'], 2, 'It must be 1 to 4096.'],
    [['--faster', 'ld'], 2, 'It must be like ld=2x: a process, and how many times faster it is.'],
    [['--without', 'nothing'], 3, "a command line like 'nothing'"],
  ] as const) {
    const result = await buildspy(url, ['predict', ...args])
    expect(result).toMatchObject({ exitCode, stdout: '' })
    expect(result.stderr).toContain(message)
  }
})
