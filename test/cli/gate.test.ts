import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryDirectory } from '../support/daemon.ts'
import { ndjson } from '../support/submissions.ts'
import { aBuild, START } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 240_000 })

/** Where nothing listens: what needs a daemon fails there. */
const NOWHERE = 'http://127.0.0.1:9'

/** A build that succeeded in a second and so many milliseconds, on a machine of which others had so many of two processors. */
function aPassed(slower: number, others = 0) {
  const build = aBuild(slower, { status: 'completed', exit_code: 0, cores: 2 })
  const interval_ms = 1000 + slower
  const machine = {
    build_run_id: build.id,
    time: new Date(Date.parse(START) + interval_ms).toISOString(),
    interval_ms,
    cores: 2,
    busy_ms: interval_ms * others,
    iowait_ms: 0,
    steal_ms: 0,
    build_ms: 0,
    memory_available: 1,
    memory_total: 1,
  }
  return ndjson([...build.lines, { type: 'machine', data: machine }])
}

test('a build is judged by a baseline of records, without the share of other programs', async () => {
  const directory = await temporaryDirectory()
  const baseline = join(directory, 'baseline')
  const head = join(directory, 'head.ndjson')
  await mkdir(baseline)
  const judged = async (record: string, ...options: readonly string[]) => {
    await writeFile(head, record)
    return buildspy(NOWHERE, ['compare', head, '--baseline', baseline, '--fail-if-slower', '10%', ...options])
  }
  expect(await judged(aPassed(0))).toMatchObject({
    exitCode: 0,
    stdout: 'Gate not judged: there is no successful build of this command to compare with\n',
  })
  for (const slower of [0, 0, 100, 200, 200])
    await writeFile(join(baseline, `${slower}-${Math.random()}.ndjson`), aPassed(slower))
  await writeFile(join(baseline, 'broken.ndjson'), 'no record\n')
  expect(await judged(aPassed(310))).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('wall time 1.31 s is +9.2% from 1.20 s; up to 1.32 s passes'),
    stderr: expect.stringContaining('broken.ndjson is not a record'),
  })
  const slow = await judged(aPassed(400), '--format', 'markdown')
  expect([slow.exitCode, slow.stdout.split('\n')[0]]).toEqual([
    3,
    '### `make -j2 all`: slower than 5 builds by more than the limit',
  ])
  expect(slow.stdout).toContain('| wall time | 1.20 s | 1.40 s | +16.7% | 1.32 s | **slower** |\n')
  // Others had a quarter of the machine: the build itself is not slower.
  expect(await judged(aPassed(400, 0.5))).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Other programs took 25% of the machine'),
  })
  const junit = await judged(aPassed(400), '--format', 'junit')
  expect(junit).toMatchObject({ exitCode: 3, stdout: expect.stringContaining('failures="1" skipped="0">') })
  expect((await buildspy(NOWHERE, ['compare', head, head, '--fail-if-slower', '10%'])).exitCode).toBe(0)
})

test('buildspy ci: true builds pass, fail the gate with 3, and keep their own exit codes', async () => {
  const cwd = await temporaryDirectory()
  const env = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') }
  const pause = join(cwd, 'pause')
  const gate = ['--baseline', 'baseline', '--fail-if-slower', '100%']
  const ci = async (...options: readonly string[]) => {
    const args = ['ci', ...gate, ...options, '--', 'sh', '-c', 'echo built; . ./pause']
    return buildspy(NOWHERE, args, undefined, { cwd, env })
  }
  await writeFile(pause, 'sleep 0.1')
  expect(await ci('--update-baseline')).toMatchObject({ exitCode: 0, stdout: 'built\n' })
  expect(await readdir(join(cwd, 'baseline'))).toEqual([expect.stringMatching(/^[0-9a-f-]{36}\.ndjson\.gz$/)])
  await writeFile(pause, 'sleep 10')
  const slow = await ci('--junit', 'gate.xml')
  expect([slow.exitCode, slow.stdout]).toEqual([3, 'built\n'])
  expect(slow.stderr).toContain('Gate slower than the base by more than the limit\n')
  expect(slow.stderr).toMatch(/^ {2}slower \+\d+\.\d+ s {2}sleep 10$/m)
  expect(await readFile(join(cwd, 'gate.xml'), 'utf8')).toContain('<failure message="wall time ')
  expect(await readFile(env.GITHUB_STEP_SUMMARY, 'utf8')).toMatch(
    /\*\*slower\*\* \|\n[^]*\| slower \| .*`sleep 10` \|/,
  )
  await writeFile(pause, 'exit 7')
  expect((await ci()).exitCode).toBe(7)
})
