import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { createGuard } from '../../src/server/access/guard.ts'
import type { Peer } from '../../src/rest/stream.ts'
import { serveSockets } from '../../src/server/websockets.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { temporaryDirectory } from '../support/daemon.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

const EVENTS = Number(process.env['STALLED_EVENTS'] ?? 100_000)

/** What the daemon may grow by, in MiB: a batch for each subscriber, and what the collector of garbage leaves. */
const GROWTH = 256

function open(url: string, path: string, protocol?: string): WebSocket {
  const socket = new WebSocket(url.replace('http', 'ws') + path, protocol)
  onTestFinished(() => socket.terminate())
  return socket
}

/** Subscribes over graphql-transport-ws. */
async function subscribe(url: string, id: string): Promise<WebSocket> {
  const socket = open(url, '/graphql', 'graphql-transport-ws')
  await once(socket, 'open')
  socket.send('{"type":"connection_init"}')
  await once(socket, 'message')
  const query = `subscription { runEvents(runId: "${id}") { events { id timestamp process { name commandLine } } } }`
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }))
  return socket
}

test(
  `stalled subscribers while ${EVENTS} events arrive: memory stays bounded, the others get all`,
  { timeout: 180_000 },
  async () => {
    const daemon = await spawnDaemon('--data', await temporaryDirectory())
    const run = aRun()
    const { id } = run.data
    await daemon.submit(run)
    const batch = (count: number) =>
      ndjson(Array.from({ length: count }, (_, pid) => anEvent(id, 'process_start', { pid })))
    const post = async (count: number) => {
      const response = await daemon.post('/api/live/submit', batch(count), 'application/x-ndjson')
      expect(await response.json()).toMatchObject({ accepted: count })
    }
    // Warm: what the first thousands of events bring in is not what grows with more.
    for (let sent = 0; sent < 5; sent++) await post(1000)

    for (const path of ['/ws/live', `/ws/runs/${id}`, `/ws/runs/${id}`]) {
      const socket = open(daemon.url, path)
      await once(socket, 'open')
      socket.pause()
    }
    for (let i = 0; i < 2; i++) (await subscribe(daemon.url, id)).pause()
    const query = encodeURIComponent(
      `subscription { runEvents(runId: "${id}") { events { id process { name } } } }`,
    )
    const stream = new AbortController()
    onTestFinished(() => stream.abort())
    await fetch(`${daemon.url}/graphql?query=${query}`, {
      headers: { accept: 'text/event-stream' },
      signal: stream.signal,
    })

    const seen = new Set<string>()
    const reader = open(daemon.url, `/ws/runs/${id}`)
    const all = new Promise<void>((resolve) => {
      reader.on('message', (data) => {
        seen.add(JSON.parse(String(data)).id)
        if (seen.size === EVENTS + 5000) resolve()
      })
    })
    const before = daemon.memory()
    let peak = before
    for (let sent = 0; sent < EVENTS; sent += 1000) {
      await post(1000)
      peak = Math.max(peak, daemon.memory())
    }
    await all
    peak = Math.max(peak, daemon.memory())
    console.log(
      `stalled: ${EVENTS} events, memory ${before.toFixed(0)} MiB before, at most ${peak.toFixed(0)} MiB`,
    )
    expect(peak - before).toBeLessThan(GROWTH)
  },
)

test('a socket that takes nothing for a while is told 1013; one that takes it stays', async () => {
  const server = createServer()
  const guard = createGuard({ host: '127.0.0.1', allowOrigin: [] })
  const message = 'x'.repeat(1024 * 1024)
  const served: WebSocket[] = []
  const route = {
    method: 'WS' as const,
    path: '/',
    access: 'token' as const,
    accept:
      async () =>
      ({ socket }: Peer) => {
        served.push(socket)
        for (let i = 0; i < 64; i++) socket.send(message)
      },
  }
  const log = pino({ level: 'silent' })
  const sockets = serveSockets(
    server,
    guard,
    [route],
    async () => {},
    log,
    () => false,
    500,
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    await sockets.close()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [slow, quick] = [open(url, '/'), open(url, '/')]
  let received = 0
  quick.on('message', () => received++)
  await once(slow, 'open')
  slow.pause()
  await expect.poll(() => received).toBe(64)
  const closing = () => served.some((socket) => socket.readyState === WebSocket.CLOSING)
  await expect.poll(closing, { timeout: 15_000 }).toBe(true)
  const closed = once(slow, 'close')
  slow.resume()
  expect((await closed)[0]).toBe(1013)
  expect(quick.readyState).toBe(WebSocket.OPEN)
})
