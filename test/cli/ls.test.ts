import { mkdir, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

const HOUR = 3_600_000
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()

test('ls narrows by label, result, time and place, in any combination', async () => {
  const { url, submit } = await testDaemon()
  const here = await realpath(await temporaryDirectory())
  await mkdir(join(here, 'below'))
  const ended = { status: 'completed', exit_code: 0 } as const
  const failed = { status: 'failed', exit_code: 1 } as const
  await submit(
    aRun({
      args: ['one'],
      start_time: ago(HOUR),
      working_dir: here,
      labels: { branch: 'main', ci: '' },
      ...ended,
    }),
    aRun({
      args: ['two'],
      start_time: ago(2 * HOUR),
      working_dir: join(here, 'below'),
      labels: { branch: 'a=b' },
      ...failed,
    }),
    aRun({
      args: ['three'],
      start_time: ago(50 * HOUR),
      working_dir: `${here}-beside`,
      labels: { branch: 'main' },
      ...failed,
    }),
    aRun({ args: ['four'], start_time: ago(100 * HOUR), working_dir: here, ...ended }),
  )
  const listed = async (...args: string[]) => {
    const { exitCode, stdout } = await buildspy(url, ['ls', ...args], undefined, { cwd: here })
    expect(exitCode).toBe(0)
    return [...stdout.matchAll(/make (\w+)$/gm)].map(([, name]) => name)
  }
  expect(await listed()).toEqual(['one', 'two', 'three', 'four'])
  expect(await listed('--label', 'branch')).toEqual(['one', 'two', 'three'])
  expect(await listed('--label', 'branch=main')).toEqual(['one', 'three'])
  expect(await listed('-l', 'branch=a=b')).toEqual(['two'])
  expect(await listed('-l', 'branch', '-l', 'ci=')).toEqual(['one'])
  expect(await listed('--failed')).toEqual(['two', 'three'])
  expect(await listed('--since', '3h')).toEqual(['one', 'two'])
  expect(await listed('--since', ago(60 * HOUR))).toEqual(['one', 'two', 'three'])
  expect(await listed('--since', ago(60 * HOUR).slice(0, 10))).toEqual(['one', 'two', 'three'])
  expect(await listed('--since', '999999999w')).toHaveLength(4)
  expect(await listed('--here')).toEqual(['one', 'two', 'four'])
  expect(await listed('--here', '--failed', '--since', '2d', '-l', 'branch')).toEqual(['two'])
  expect(await listed('--here', '-s', 'MAKE FOUR')).toEqual(['four'])
  expect((await buildspy(url, ['ls', '--label', 'x'])).stdout).toBe('No build matches.\n')
  for (const args of [
    ['--since', 'yesterday'],
    ['--since', '2'],
    ['--label', '=x'],
    ['-n', '0'],
  ])
    expect(await buildspy(url, ['ls', ...args])).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: expect.stringMatching(/^error: .*It must be .*\nTry 'buildspy ls --help'\.\n$/),
    })
})

test('more than a page of the daemon is listed', async () => {
  const { url, post } = await testDaemon()
  const runs = Array.from({ length: 1200 }, (_, n) =>
    aRun({ status: 'completed', exit_code: 0, labels: { parity: `${n % 2}` }, start_time: ago(n * 1000) }),
  )
  for (const part of [runs.slice(0, 600), runs.slice(600)])
    await post('/api/live/submit', ndjson(part), 'application/x-ndjson')
  const ids = async (...args: string[]) =>
    (JSON.parse((await buildspy(url, ['ls', '--json', ...args])).stdout) as { id: string }[]).map(
      ({ id }) => id,
    )
  const all = runs.map(({ data }) => data.id)
  expect(await ids('-n', '5000')).toEqual(all)
  expect(await ids('-n', '501')).toEqual(all.slice(0, 501))
  expect(await ids('-n', '555', '-l', 'parity=1')).toEqual(all.filter((_, n) => n % 2).slice(0, 555))
})

test('a narrow terminal shows what was built, a pipe all of it', async () => {
  const { url, submit } = await testDaemon()
  const flags = '-std=gnu99 -O2 -Wall -Wextra -DLUA_COMPAT_5_3 -DLUA_USE_LINUX -fno-strict-aliasing'.split(
    ' ',
  )
  await submit(
    aRun({
      command: 'gcc',
      args: [...flags, '-c', 'src/lapi.c'],
      status: 'failed',
      exit_code: 1,
      process_count: 12345,
    }),
    aRun({ args: ['-j2'], status: 'completed', exit_code: 0, duration: 4330 }),
  )
  for (const [columns, shown] of [
    [60, /^ID +STATUS +DURATION +COMMAND\n.* gcc -std=gnu99 … (src\/)?lapi\.c$/ms],
    [80, /^ID +STARTED +STATUS +DURATION +PROCESSES +COMMAND\n.* 12,345 {2}gcc … lapi\.c$/ms],
    [
      100,
      /^ID +STARTED +STATUS +DURATION +CPU +PROCESSES +COMMAND\n.* 12,345 {2}gcc -std=gnu99 -O2 … src\/lapi\.c$/ms,
    ],
    [160, /gcc -std=gnu99 -O2 -Wall -Wextra -DLUA_COMPAT_5_3 -DLUA_USE_LINUX … src\/lapi\.c$/m],
  ] as const) {
    const { stdout } = await buildspy(url, ['ls'], undefined, { env: { COLUMNS: String(columns) } })
    expect(stdout).toMatch(shown)
    expect(stdout).toContain('make -j2\n')
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(columns)
  }
  expect((await buildspy(url, ['ls'])).stdout).toContain(`gcc ${flags.join(' ')} -c src/lapi.c\n`)
})
