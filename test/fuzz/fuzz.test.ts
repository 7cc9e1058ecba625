import { randomInt } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { once } from 'node:events'
import { temporaryDirectory } from '../support/daemon.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { aRun } from '../support/submissions.ts'
import { bodies, operations, paths } from './odd.ts'
import { exchange, requests } from './raw.ts'

/** `FUZZ_SEED=… FUZZ_COUNT=… npx vitest run test/fuzz` repeats a run, or makes a longer one. */
const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31))
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 1200)

/** Requests under way at a time. */
const WIDTH = 16

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): T[] =>
  fc.sample(arbitrary, { seed: SEED, numRuns: count })

async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = items.values()
  await Promise.all(
    Array.from({ length: WIDTH }, async () => {
      for (const item of left) await work(item)
    }),
  )
}

const isFine = (status: number) => (status >= 200 && status < 300) || (status >= 400 && status < 500)

test(`fuzz, seed ${SEED}, ${COUNT} of each kind`, { timeout: 60_000 + COUNT * 60 }, async () => {
  const daemon = await spawnDaemon('--data', await temporaryDirectory())
  const { port } = new URL(daemon.url)
  const run = aRun()
  const { id } = run.data
  await daemon.submit(run)
  let sent = 0
  const fine = (status: number, what: unknown) => {
    sent++
    if (!isFine(status)) expect.soft([status, what]).toBe('2xx or 4xx')
  }

  const storedEvents = new Set<string>()
  const runs = new Map<string, boolean>()
  await each(sample(bodies(id), COUNT), async ({ text, kind, id }) => {
    const response = await daemon.post('/api/live/submit', text)
    const { error } = (await response.json()) as { error?: string }
    fine(response.status, text.slice(0, 500))
    if (response.status !== 200) expect.soft(error).toMatch(/\w+ \w+/)
    if (kind === 'build_event' && response.status === 200) storedEvents.add(id)
    if (kind === 'build_run') runs.set(id, response.status === 200)
  })
  await each(sample(fc.array(bodies(id), { maxLength: 5 }), COUNT / 5), async (lines) => {
    const body = lines.map(({ text }) => text.replaceAll('\n', ' ')).join('\n')
    const response = await daemon.post('/api/live/submit', body, 'application/x-ndjson')
    const answer = (await response.json()) as { accepted?: number; rejected?: { line: number }[] }
    fine(response.status, body.slice(0, 500))
    const refused = new Set(answer.rejected?.map(({ line }) => line))
    for (const [index, line] of lines.entries())
      if (line.kind === 'build_event' && response.status === 200 && !refused.has(index + 1))
        storedEvents.add(line.id)
  })
  const { body } = await daemon.get(`/api/runs/${id}/events`)
  const events: string[] = body.map((event: { id: string }) => event.id)
  // An event may have come with another id, by a doubled key: what was acknowledged is there, and as many as that.
  expect(events.length).toBeLessThanOrEqual(storedEvents.size)
  for (const [each, accepted] of runs)
    if (!accepted) expect((await daemon.get(`/api/runs/${each}`)).status).toBe(404)
  for (const list of [`/api/runs/${id}/processes`, '/api/runs', '/api/live', '/api/stats'])
    expect((await daemon.get(list)).status).toBe(200)

  await each(sample(operations(id), COUNT), async (operation) => {
    const response = await daemon.post('/graphql', operation)
    const text = await response.text()
    fine(response.status, operation.slice(0, 500))
    if (text.includes('Unexpected error')) expect.soft(operation.slice(0, 700)).toBe('no unexpected error')
  })
  await each(sample(paths, COUNT), async (path) => {
    const method = ['GET', 'POST', 'DELETE', 'HEAD'][path.length % 4]!
    const [status = 400] = await exchange(
      Number(port),
      Buffer.from(`${method} ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
    )
    fine(status, `${method} ${path}`)
  })
  await each(sample(requests, COUNT), async (bytes) => {
    const statuses = await exchange(Number(port), bytes)
    sent++
    for (const status of statuses)
      if (status !== 100 && status !== 101) fine(status, bytes.toString('latin1').slice(0, 700))
  })
  const messages = sample(
    fc.oneof(
      fc.json(),
      fc.string(),
      operations(id).map((payload) => `{"id":"1","type":"subscribe","payload":${payload}}`),
    ),
    COUNT / 5,
  )
  await each(messages, async (message) => {
    const socket = new WebSocket(`${daemon.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(socket, 'open')
    socket.send('{"type":"connection_init"}')
    await once(socket, 'message')
    socket.send(message)
    socket.send('{"type":"ping"}')
    await Promise.race([once(socket, 'message'), once(socket, 'close')])
    socket.terminate()
    sent++
  })

  expect((await daemon.get('/api/stats')).status).toBe(200)
  expect(daemon.child.exitCode).toBeNull()
  const lines = daemon.log().split('\n').filter(Boolean)
  expect(lines.filter((line) => !line.includes('"audit":true'))).toEqual([])
  console.log(`fuzz: ${sent} requests, seed ${SEED}`)
})
