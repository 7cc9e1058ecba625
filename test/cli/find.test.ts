import { expect, test, vi } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'
import { aBuild } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

/** Ids as builds within a minute have them: their first eight digits are the same. */
const idOf = (n: number): string => `01a2042c-${n.toString(16).padStart(4, '0')}-7000-8000-000000000000`

const startOf = (n: number): string => new Date(Date.parse('2026-01-02T03:04:05Z') + n * 1000).toISOString()

/** A daemon with so many builds, the last of them the newest. */
async function daemonWith(count: number) {
  const daemon = await testDaemon()
  const runs = Array.from({ length: count }, (_, n) =>
    aRun({ id: idOf(n), start_time: startOf(n), status: 'completed', exit_code: 0, args: [`-j${n}`] }),
  )
  const lines = ndjson(runs)
  expect((await daemon.post('/api/live/submit', lines, 'application/x-ndjson')).status).toBe(200)
  return daemon
}

const found = async (url: string, text: string) => {
  const { exitCode, stdout, stderr } = await buildspy(url, ['open', '--print', text])
  return exitCode === 0 ? stdout.trim().replace(/.*\//, '') : [exitCode, stderr]
}

test('a run is found by its id, by as much of it as names it, and by its place', async () => {
  const { url } = await daemonWith(700)
  expect(await found(url, idOf(3))).toBe(idOf(3))
  expect(await found(url, idOf(3).toUpperCase())).toBe(idOf(3))
  expect(await found(url, '01a2042c-0003')).toBe(idOf(3))
  expect(await found(url, '01A2042C0003')).toBe(idOf(3))
  expect(await found(url, 'last')).toBe(idOf(699))
  expect(await found(url, 'last~0')).toBe(idOf(699))
  expect(await found(url, 'last~')).toBe(idOf(698))
  // More than a page away.
  expect(await found(url, 'last~650')).toBe(idOf(49))
  expect(await found(url, 'last~700')).toEqual([
    3,
    "buildspy: there is no run 'last~700': 700 runs are recorded\n",
  ])
  expect(await found(url, 'last~x')).toEqual([2, expect.stringContaining("'last~x' is not a run")])
  expect(await found(url, idOf(700))).toEqual([
    3,
    `buildspy: there is no run '${idOf(700)}'. See: buildspy ls\n`,
  ])
  expect(await found(url, '01b')).toEqual([3, "buildspy: there is no run '01b'. See: buildspy ls\n"])
})

test('an id that is too short names those it may mean, and what ls prints is never too short', async () => {
  const { url } = await daemonWith(20)
  const [exitCode, stderr] = await found(url, '01a2042c')
  expect(exitCode).toBe(3)
  const [head, first, ...rest] = String(stderr).trimEnd().split('\n')
  expect(head).toBe("buildspy: 20 runs begin with '01a2042c'; give more of the id:")
  expect(first).toMatch(/^ {2}01a2042c-0013 {2}2026-01-0\d \d\d:04:24 {2}make -j19$/)
  expect(rest).toHaveLength(5)
  expect(rest.at(-1)).toBe('  and 15 older ones')
  const { stdout } = await buildspy(url, ['ls'])
  for (const line of stdout.trimEnd().split('\n').slice(1)) {
    const [id = '', n = ''] = [line.split(' ')[0], line.split('-j')[1]]
    expect(id).toBe(
      Number(n) < 16 ? `01a2042c-000${Number(n).toString(16)}` : `01a2042c-001${Number(n) - 16}`,
    )
    if (n === '7') expect(await found(url, id)).toBe(idOf(7))
  }
})

test('rm of an unknown run exits 3, and deletes none of the others', async () => {
  const { url, get } = await daemonWith(2)
  const unknown = idOf(9)
  for (const args of [[unknown], ['01b'], ['last', unknown], ['last', 'last~2']])
    expect(await buildspy(url, ['rm', ...args])).toMatchObject({
      exitCode: 3,
      stdout: '',
      stderr: expect.stringMatching(/^buildspy: there is no run '[^\n]+\n$/),
    })
  for (const command of ['show', 'export', 'pin', 'unpin', 'open', 'tail'])
    expect([command, (await buildspy(url, [command, unknown])).exitCode]).toEqual([command, 3])
  expect((await get('/api/runs')).body).toHaveLength(2)
  expect(await buildspy(url, ['rm', 'last', 'last~0', 'last~1'])).toMatchObject({
    exitCode: 0,
    stdout: '2 builds deleted\n',
  })
})

test('compare without arguments takes the last two of one command and directory', async () => {
  const { url, submit } = await testDaemon()
  const build = (n: number, fields: object) => aBuild(n, { start_time: startOf(n), ...fields })
  const [old, slow, other, elsewhere, live] = [
    build(0, {}),
    build(100, {}),
    build(200, { args: ['clean'] }),
    build(300, { working_dir: '/src/other' }),
    build(400, { status: 'running', exit_code: 0, start_time: new Date().toISOString() }),
  ]
  expect(await buildspy(url, ['compare'])).toMatchObject({ exitCode: 3, stdout: '' })
  await submit(...other!.lines, ...old!.lines)
  expect((await buildspy(url, ['compare'])).stderr).toBe(
    'buildspy: no two builds of the same command in the same directory are recorded; name two: buildspy compare A B\n',
  )
  await submit(...slow!.lines, ...elsewhere!.lines, live!.lines[0]!)
  const pairOf = async (...args: string[]) => {
    const { stdout } = await buildspy(url, ['compare', '--json', ...args])
    const { base, head } = JSON.parse(stdout)
    return [base.id, head.id]
  }
  expect(await pairOf()).toEqual([old!.id, slow!.id])
  expect(await pairOf(slow!.id)).toEqual([old!.id, slow!.id])
  expect(await pairOf('last~1', 'last~2')).toEqual([elsewhere!.id, other!.id])
  expect(await buildspy(url, ['compare', other!.id])).toMatchObject({ exitCode: 3, stdout: '' })
})
