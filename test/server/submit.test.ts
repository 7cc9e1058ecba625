import { randomUUID } from 'node:crypto'
import { deflateSync, gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { slowness } from '../support/slowness.ts'
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
      { line: 4, error: 'type: must be build_run, build_event, process, machine or files' },
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

describe('a compressed body', () => {
  const KINDS = {
    gzip: gzipSync,
    'x-gzip': gzipSync,
    deflate: deflateSync,
    GZIP: gzipSync,
    identity: Buffer.from,
  }

  /** Posts a body that is encoded already. */
  const post = async (url: string, body: Uint8Array, encoding: string, type = 'application/x-ndjson') => {
    const response = await fetch(`${url}/api/live/submit`, {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'content-type': type, 'content-encoding': encoding },
    })
    return { status: response.status, headers: response.headers, body: (await response.json()) as object }
  }

  test.each(Object.entries(KINDS))('by %s is stored', async (encoding, encode) => {
    const { url, get } = await testDaemon()
    const run = aRun()
    const events = Array.from({ length: 500 }, () => anEvent(run.data.id))
    const one = await post(url, encode(Buffer.from(JSON.stringify(run))), encoding, 'application/json')
    expect(one).toMatchObject({ status: 200, body: { status: 'success' } })
    const many = await post(url, encode(Buffer.from(ndjson(events))), encoding)
    expect(many).toMatchObject({ status: 200, body: { accepted: 500, rejected: [] } })
    expect((await get(`/api/runs/${run.data.id}/events`)).body).toHaveLength(500)
  })

  test('in several members of gzip, as some clients write it, is whole', async () => {
    const { url } = await testDaemon()
    const parts = [aRun(), aRun()].map((run) => gzipSync(ndjson([run])))
    expect(await post(url, Buffer.concat(parts), 'gzip')).toMatchObject({ body: { accepted: 2 } })
  })

  test('that would be larger than the limit is refused early, and the daemon goes on', async () => {
    const { url, get } = await testDaemon()
    const mebibyte = gzipSync(Buffer.alloc(1024 * 1024, 32), { level: 9 })
    for (const [size, type] of [
      [6, 'application/x-ndjson'],
      [1, 'application/json'],
      // 4 GiB of blanks in 4 MiB.
      [4096, 'application/x-ndjson'],
    ] as const) {
      const began = performance.now()
      const bomb = Buffer.concat(Array<Buffer>(size).fill(mebibyte))
      expect(await post(url, bomb, 'gzip', type)).toMatchObject({ status: 413 })
      expect(performance.now() - began).toBeLessThan(3000 * slowness())
    }
    expect((await get('/healthz')).status).toBe(200)
  })

  test('that is broken, cut off or of another encoding is told so', async () => {
    const { url } = await testDaemon()
    const body = gzipSync(ndjson([aRun()]))
    const cases: [Uint8Array, string, number, RegExp][] = [
      [body.subarray(0, -10), 'gzip', 400, /cannot be decoded as gzip: unexpected end of file/],
      [Buffer.from(ndjson([aRun()])), 'gzip', 400, /cannot be decoded as gzip/],
      [body, 'deflate', 400, /cannot be decoded as deflate/],
      [body, 'br', 415, /by gzip, deflate, not br/],
      [body, 'zstd', 415, /not zstd/],
      [body, 'gzip, gzip', 415, /not gzip, gzip/],
      [body, 'constructor', 415, /not constructor/],
    ]
    for (const [sent, encoding, status, error] of cases) {
      const answer = await post(url, sent, encoding)
      expect([encoding, answer]).toEqual([
        encoding,
        expect.objectContaining({
          status,
          body: expect.objectContaining({ error: expect.stringMatching(error) }),
        }),
      ])
      expect(answer.headers.get('accept-encoding')).toBe(status === 415 ? 'gzip, deflate' : null)
    }
  })
})
