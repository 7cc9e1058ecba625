import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { startPostgresql } from '../../scripts/postgresql.mjs'
import { ENDPOINTS } from '../contract/support/behaviours.ts'
import { clientOf, temporaryDirectory, testConfig } from '../support/daemon.ts'
import { startDaemon } from '../../src/daemon.ts'
import { startProxy } from '../support/proxy.ts'
import { slowness } from '../support/slowness.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import { watchRun } from './support/load.ts'

/** Time that a response may take, in milliseconds: four seconds of waiting, and some work. */
const patience = () => 4000 + 1500 * slowness()

/** Ways to be away, each with what ends it. */
const WAYS = {
  'is killed': ({ postgresql }) => [postgresql.crash, postgresql.start],
  hangs: ({ postgresql }) => [postgresql.hang, postgresql.goOn],
  'is behind a network that swallows all': ({ proxy }) => [proxy.swallow, proxy.pass],
} satisfies Record<string, (servers: Servers) => [begin: () => unknown, end: () => unknown]>

interface Servers {
  readonly postgresql: Awaited<ReturnType<typeof startPostgresql>>
  readonly proxy: Awaited<ReturnType<typeof startProxy>>
}

/** A daemon whose PostgreSQL is its own, behind a network of its own. */
async function start() {
  const postgresql = await startPostgresql()
  onTestFinished(postgresql.stop)
  const proxy = await startProxy(postgresql.urlOf('postgres'))
  const config = testConfig(await temporaryDirectory())
  const daemon = await startDaemon({ ...config, databaseUrl: proxy.url, logLevel: 'silent' })
  onTestFinished(() => daemon.close())
  const url = daemon.url.replace('localhost', '127.0.0.1')
  return { postgresql, proxy, url, ...clientOf(url) }
}

/** What a request was answered, and after how many milliseconds. */
async function asked(url: string, init: RequestInit = {}) {
  const began = performance.now()
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000), ...init })
  const text = await response.text()
  return {
    status: response.status,
    retryAfter: response.headers.get('retry-after'),
    text,
    took: performance.now() - began,
  }
}

/** What an upgrade was answered. */
async function upgraded(url: string, protocol?: string) {
  const began = performance.now()
  const socket = new WebSocket(url.replace('http', 'ws'), protocol)
  onTestFinished(() => socket.on('error', () => {}).terminate())
  const { statusCode: status, headers } = await new Promise<Pick<IncomingMessage, 'statusCode' | 'headers'>>(
    (resolve, reject) => {
      socket.on('error', reject).on('open', () => resolve({ statusCode: 101, headers: {} }))
      socket.on('unexpected-response', (_, response) => resolve(response))
    },
  )
  return { status, retryAfter: headers['retry-after'] ?? null, took: performance.now() - began }
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Every route that needs the database, by a name, with what it answers. */
function everyRoute(url: string, id: string) {
  const bodies: Record<string, object> = {
    'POST /api/live/submit': anEvent(id),
    'POST /api/delete': { run_ids: [id] },
  }
  const ofTable = ENDPOINTS.filter((endpoint) => endpoint !== 'GET /').map((endpoint) => {
    const [method, path] = endpoint.replace('{id}', id).split(' ') as [string, string]
    if (method === 'WS') return [endpoint, () => upgraded(url + path)] as const
    const query = endpoint === 'DELETE /api/runs' ? `?run_id=${id}` : ''
    const body = bodies[endpoint]
    const init = { method, ...(body && { body: JSON.stringify(body), headers: JSON_TYPE }) }
    return [endpoint, () => asked(url + path + query, init)] as const
  })
  const graph = (query: string, accept = 'application/json') =>
    asked(`${url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query }),
      headers: { ...JSON_TYPE, accept },
    })
  const submission = `{ buildRun: { id: "${id}", command: "make", startTime: "2026-01-02T03:04:05Z", status: running } }`
  return [
    ...ofTable,
    ['GET /readyz', () => asked(`${url}/readyz`)],
    ['a query', () => graph(`{ run(id: "${id}") { id } runs { nodes { id } } stats { totalRuns } }`)],
    ['a query of a nullable field', () => graph(`{ run(id: "${id}") { id } }`)],
    ['a mutation', () => graph(`mutation { submit(submissions: [${submission}]) { accepted } }`)],
    ['deletion', () => graph(`mutation { deleteRuns(ids: ["${id}"]) { deleted } }`)],
    [
      'a subscription by SSE',
      () => graph(`subscription { runEvents(runId: "${id}") { seq } }`, 'text/event-stream'),
    ],
    ['WS /graphql', () => upgraded(`${url}/graphql`, 'graphql-transport-ws')],
  ] as const
}

/** Follows a run by `/ws/runs/{id}`. @returns the ids of its events */
async function follow(url: string, id: string): Promise<string[]> {
  const seen: string[] = []
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/runs/${id}`)
  socket.on('error', () => {}).on('message', (data) => seen.push(JSON.parse(String(data)).id))
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  return seen
}

/** Follows a run by SSE, with what needs another read for each batch. */
async function followBySse(url: string, id: string): Promise<() => number[]> {
  const query = `subscription { runEvents(runId: "${id}") { events { seq } run { id } } }`
  const leaving = new AbortController()
  onTestFinished(() => leaving.abort())
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query }),
    headers: { ...JSON_TYPE, accept: 'text/event-stream' },
    signal: leaving.signal,
  })
  let text = ''
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  void (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value
  })().catch(() => {})
  return () => [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq))
}

test.each(Object.entries(WAYS))(
  'PostgreSQL %s: 503 with Retry-After on every route within 5 s; no watcher misses anything',
  { timeout: 90_000 },
  async (_, way) => {
    const cluster = await start()
    const { url, submit, post } = cluster
    const [begin, end] = way(cluster)
    const run = aRun()
    const { id } = run.data
    await submit(run, anEvent(id))
    const { seen } = watchRun(url, id)
    const followed = await follow(url, id)
    const bySse = await followBySse(url, id)
    await expect.poll(() => [seen.length, followed.length, bySse().length]).toEqual([1, 1, 1])
    // A socket that stands from before, and stays.
    const operations = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
    })
    onTestFinished(() => void operations.dispose())
    const overSocket = async () =>
      (await operations.iterate({ query: '{ stats { totalRuns } }' }).next()).value
    expect(await overSocket()).toEqual({ data: { stats: { totalRuns: 1 } } })

    await begin()
    // At once, while nobody knows yet; then again, when it is known.
    for (const round of ['first', 'second']) {
      const answers = await Promise.all(
        everyRoute(url, id).map(async ([name, ask]) => ({ name, round, ...(await ask()) })),
      )
      for (const answer of answers)
        expect([answer.name, round, answer.status, answer.retryAfter]).toEqual([answer.name, round, 503, '1'])
      expect(Math.max(...answers.map(({ took }) => took))).toBeLessThan(patience())
      console.log(`${round}: at most ${Math.max(...answers.map(({ took }) => took)).toFixed(0)} ms`)
    }
    expect(await overSocket()).toMatchObject({ errors: [{ extensions: { code: 'UNAVAILABLE' } }] })
    expect((await asked(`${url}/healthz`)).status).toBe(200)

    await end()
    await expect.poll(async () => (await asked(`${url}/readyz`)).status, { timeout: 15_000 }).toBe(200)
    const events = Array.from({ length: 20 }, () => anEvent(id))
    for (const event of events)
      await expect.poll(async () => (await post('/api/live/submit', JSON.stringify(event))).status).toBe(200)
    const { body } = await cluster.get(`/api/runs/${id}/events`)
    const stored = body.map((event: { id: string }) => event.id)
    expect(stored).toEqual(expect.arrayContaining(events.map((event) => event.data.id)))
    const upTo = Array.from({ length: stored.length }, (_, index) => index + 1)
    await expect.poll(() => seen.map(({ seq }) => seq), { timeout: 15_000 }).toEqual(upTo)
    await expect.poll(bySse, { timeout: 15_000 }).toEqual(upTo)
    await expect.poll(() => new Set(followed), { timeout: 15_000 }).toEqual(new Set(stored))
    expect((await asked(`${url}/api/runs/${randomUUID()}`)).status).toBe(404)
  },
)

test('a daemon whose PostgreSQL hangs stops in time', { timeout: 60_000 }, async () => {
  const { postgresql, proxy } = await start()
  const config = testConfig(await temporaryDirectory())
  const daemon = await startDaemon({ ...config, databaseUrl: proxy.url, logLevel: 'silent' })
  const url = daemon.url.replace('localhost', '127.0.0.1')
  await clientOf(url).submit(aRun())
  postgresql.hang()
  const waiting = get(`${url}/api/stats`)
  const answered = once(waiting, 'response') as Promise<[IncomingMessage]>
  await once(waiting, 'finish')
  // What is answered now came after it.
  await asked(`${url}/healthz`)
  const began = performance.now()
  await daemon.close()
  expect(performance.now() - began).toBeLessThan(5000 + 5000 * slowness())
  expect((await answered)[0].statusCode).toBe(503)
})
