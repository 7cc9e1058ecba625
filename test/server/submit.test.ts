import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

test('one object is stored before it is answered', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const response = await daemon.post('/api/live/submit', JSON.stringify(run))
  expect([response.status, await response.json()]).toEqual([200, { status: 'success' }])
  expect((await daemon.get(`/api/runs/${run.data.id}`)).body).toEqual({
    id: run.data.id,
    command: 'make',
    args: ['-j2', 'all'],
    start_time: '2026-01-02T01:04:05.123456789Z',
    status: 'running_live',
    working_dir: '/src/project',
    process_count: 0,
  })
})

test('of NDJSON the valid lines are stored, and each other is named', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const lines = ndjson([
    run,
    anEvent(run.data.id),
    anEvent(randomUUID()),
    { type: 'odd' },
    anEvent(run.data.id),
  ])
  const response = await daemon.post('/api/live/submit', lines, 'application/x-ndjson')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    status: 'success',
    accepted: 3,
    rejected: [
      { line: 3, error: expect.stringContaining('There is no run') },
      { line: 4, error: 'type: must be build_run, build_event or process' },
    ],
  })
  expect((await daemon.get(`/api/runs/${run.data.id}/events`)).body).toHaveLength(2)
})

test('a retry is not a second event', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  const event = anEvent(run.data.id)
  await daemon.submit(run, event, event)
  await daemon.post('/api/live/submit', ndjson([event, event]), 'application/x-ndjson')
  expect((await daemon.get(`/api/runs/${run.data.id}/events`)).body).toHaveLength(1)
})

test('concurrent submissions of one run each get a sequence of their own', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(run)
  await Promise.all(Array.from({ length: 200 }, () => daemon.submit(anEvent(run.data.id))))
  const query = `query ($id: UUID!) { run(id: $id) { seq events(order: seq, first: 500) { nodes { seq } } } }`
  const { data } = await daemon.graph(query, { id: run.data.id })
  expect(data.run.seq).toBe(200)
  expect(data.run.events.nodes.map((event: { seq: number }) => event.seq)).toEqual(
    Array.from({ length: 200 }, (_, i) => i + 1),
  )
})

test.each([
  ['malformed JSON', '{', 'application/json', 400, /not valid JSON/],
  [
    'an event of an unknown run',
    JSON.stringify(anEvent(randomUUID())),
    'application/json',
    404,
    /There is no run/,
  ],
  [
    'a field of the wrong type',
    JSON.stringify({ type: 'build_run', data: 7 }),
    'application/json',
    400,
    /^data: /,
  ],
  ['another content type', '{}', 'text/plain', 415, /application\/json/],
  ['a body over 256 KiB', 'x'.repeat(256 * 1024 + 1), 'application/json', 413, /larger than/],
  ['NDJSON without a valid line', '{}\n[]\n', 'application/x-ndjson', 400, /^type: /],
])('refuses %s', async (_, body, type, status, error) => {
  const daemon = await testDaemon()
  const response = await daemon.post('/api/live/submit', body, type)
  expect(response.status).toBe(status)
  expect((await response.json()).error).toMatch(error)
  expect((await daemon.get('/api/stats')).body.total_runs).toBe(0)
})
