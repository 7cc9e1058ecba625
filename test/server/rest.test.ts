import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

test('an empty daemon answers empty lists and zero counts', async () => {
  const daemon = await testDaemon()
  expect((await daemon.get('/api/runs')).body).toEqual([])
  expect((await daemon.get('/api/live')).body).toEqual([])
  expect((await daemon.get('/api/stats')).body).toEqual({ total_runs: 0, live_builds: 0, by_status: {} })
})

test('runs lists finished ones, newest first; live lists the others', async () => {
  const daemon = await testDaemon()
  const old = aRun({ start_time: '2025-01-01T00:00:00Z', status: 'completed', exit_code: 0, duration: 1500 })
  const young = aRun({ start_time: '2026-01-01T00:00:00Z', status: 'failed', exit_code: 2 })
  const live = aRun()
  await daemon.submit(old, young, live)
  const ids = async (path: string) => (await daemon.get(path)).body.map((run: { id: string }) => run.id)
  expect(await ids('/api/runs')).toEqual([young.data.id, old.data.id])
  expect(await ids('/api/runs?limit=1')).toEqual([young.data.id])
  expect(await ids('/api/live')).toEqual([live.data.id])
  expect((await daemon.get('/api/runs')).body[1]).toMatchObject({
    duration: 1500,
    exit_code: 0,
    status: 'completed',
  })
  expect((await daemon.get('/api/stats')).body).toMatchObject({
    total_runs: 3,
    live_builds: 1,
    by_status: { running: 1, completed: 1, failed: 1 },
    oldest_run: '2025-01-01T00:00:00.000Z',
  })
})

test('search is literal and ignores case, over the command line and the directory', async () => {
  const daemon = await testDaemon()
  const done = { status: 'completed' } as const
  const percent = aRun({ ...done, command: 'make', args: ['-j2', '100%'], working_dir: '/SRC/Ünder_score' })
  const other = aRun({ ...done, command: 'ninja', args: ['100x'], working_dir: '/src/other' })
  await daemon.submit(percent, other)
  const found = async (search: string) =>
    (await daemon.get(`/api/runs?search=${encodeURIComponent(search)}`)).body.map(
      (run: { id: string }) => run.id,
    )
  expect(await found('100%')).toEqual([percent.data.id])
  expect(await found('MAKE -J2')).toEqual([percent.data.id])
  expect(await found('ünder_')).toEqual([percent.data.id])
  expect(await found('_')).toEqual([percent.data.id])
  expect(await found('100\\')).toEqual([])
  expect(await found('src')).toHaveLength(2)
})

test('events are ordered by their time, ties by arrival, and show the process as submitted', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const at = (timestamp: string, name: string) =>
    anEvent(run.data.id, 'process_start', { name, children: [4, 5] }, { timestamp })
  const submissions = [
    at('2026-01-02T00:00:00.000000002Z', 'second'),
    at('2026-01-02T00:00:00.000000003Z', 'third'),
    at('2026-01-02T00:00:00.000000001Z', 'first'),
    at('2026-01-02T00:00:00.000000003Z', 'fourth'),
  ]
  await daemon.submit(run, ...submissions)
  const { body } = await daemon.get(`/api/runs/${run.data.id}/events`)
  const names = body.map((event: { process: { name: string } }) => event.process.name)
  expect(names).toEqual(['first', 'second', 'third', 'fourth'])
  expect(body[0]).toEqual({
    id: submissions[2]!.data.id,
    build_run_id: run.data.id,
    timestamp: '2026-01-02T00:00:00.000000001Z',
    type: 'process_start',
    process: {
      build_run_id: run.data.id,
      pid: 101,
      ppid: 100,
      name: 'first',
      cmdline: 'cc1 -O2 foo.c',
      start_time: '2026-01-02T01:04:06.000Z',
      cpu_usage: 12.5,
      mem_usage: 4096,
      status: 'running',
      children: [4, 5],
    },
  })
})

test('processes come out of the events, with their children, a reused pid being another process', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const id = run.data.id
  const first = { pid: 1, ppid: 0, name: 'make', start_time: '2026-01-02T00:00:00Z' }
  const child = { pid: 2, ppid: 1, name: 'cc', start_time: '2026-01-02T00:00:01Z' }
  const reused = { pid: 2, ppid: 1, name: 'ld', start_time: '2026-01-02T00:00:02Z' }
  await daemon.submit(
    run,
    anEvent(id, 'process_start', first),
    anEvent(id, 'process_start', { ...child, name: '', ppid: 0 }),
    anEvent(id, 'resource_update', child, { timestamp: '2026-01-02T01:05:00Z' }),
    anEvent(id, 'process_end', child, { timestamp: '2026-01-02T01:06:00Z' }),
    anEvent(id, 'process_start', reused),
    anEvent(id, 'build_complete', { name: 'build' }),
  )
  const { body } = await daemon.get(`/api/runs/${id}/processes`)
  expect(body).toMatchObject([
    { pid: 1, name: 'make', children: [2, 2], status: 'running' },
    { pid: 2, name: 'cc', ppid: 1, children: [], status: 'completed', end_time: '2026-01-02T01:06:00.000Z' },
    { pid: 2, name: 'ld', children: [] },
  ])
  expect(body[0]).not.toHaveProperty('end_time')
})

test('byte counts above 2^53 survive in events and processes', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const event = JSON.stringify(anEvent(run.data.id)).replace(
    '"mem_usage":4096',
    '"mem_usage":18446744073709551615',
  )
  await daemon.submit(run)
  expect((await daemon.post('/api/live/submit', event)).status).toBe(200)
  for (const list of ['events', 'processes']) {
    const response = await fetch(`${daemon.url}/api/runs/${run.data.id}/${list}`)
    expect(await response.text()).toContain('"mem_usage":18446744073709551615')
  }
})

test('long lists are complete', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(run)
  for (let i = 0; i < 5; i++) {
    const events = Array.from({ length: 999 }, (_, pid) =>
      anEvent(run.data.id, 'process_start', { pid: i * 999 + pid }),
    )
    await daemon.post('/api/live/submit', ndjson(events), 'application/x-ndjson')
  }
  expect((await daemon.get(`/api/runs/${run.data.id}/events`)).body).toHaveLength(4995)
  expect((await daemon.get(`/api/runs/${run.data.id}/processes`)).body).toHaveLength(4995)
})

test.each([
  ['/api/runs/not-a-uuid', 404],
  [`/api/runs/${randomUUID()}`, 404],
  [`/api/runs/${randomUUID()}/events`, 404],
  [`/api/runs/${randomUUID()}/processes`, 404],
  ['/api/runs?limit=0', 400],
  ['/api/runs?limit=1.5', 400],
  ['/api/runs?limit=many', 400],
  ['/api/nothing', 404],
])('GET %s is %i with a sentence', async (path, status) => {
  const daemon = await testDaemon()
  const response = await daemon.get(path)
  expect(response.status).toBe(status)
  expect(response.body.error).toMatch(/\w+ \w+/)
})
