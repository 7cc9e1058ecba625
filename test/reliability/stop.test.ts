import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { slowness } from '../support/slowness.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

// Of these, up to ten are the stop itself.
vi.setConfig({ testTimeout: 40_000 })

test('SIGTERM with sockets, long reads and a queue: exit 0 within 10 s, what was acknowledged is stored', async () => {
  const data = await temporaryDirectory()
  const { child, exited, url, submit, post } = await spawnDaemon('--data', data)
  const run = aRun()
  const { id } = run.data
  await submit(run)
  const filler = Array.from({ length: 1000 }, () =>
    anEvent(id, 'process_start', { cmdline: 'x'.repeat(3000) }),
  )
  for (let i = 0; i < 5; i++)
    await post(
      '/api/live/submit',
      ndjson(filler.map(() => anEvent(id, 'process_start', { cmdline: 'x'.repeat(3000) }))),
      'application/x-ndjson',
    )

  const sockets = ['/ws/live', `/ws/runs/${id}`, '/graphql'].map(
    (path) => new WebSocket(url.replace('http', 'ws') + path, 'graphql-transport-ws'),
  )
  await Promise.all(sockets.map((socket) => once(socket, 'open')))
  sockets[2]!.send('{"type":"connection_init"}')
  const closes = sockets.map(async (socket) => (await once(socket, 'close'))[0] as number)
  const stalled = new WebSocket(`${url.replace('http', 'ws')}/ws/runs/${id}`)
  await once(stalled, 'open')
  stalled.pause()

  // A long read that nobody takes, a stream of events, a request that never ends, and a connection that says nothing.
  const { port } = new URL(url)
  for (const head of [
    `GET /api/runs/${id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n`,
    `GET /graphql?query=subscription%7BrunsChanged%7Bdeleted%7D%7D HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n`,
    `POST /api/live/submit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9999\r\n\r\n{`,
    '',
  ]) {
    const socket = connect(Number(port), '127.0.0.1').on('error', () => {})
    onTestFinished(() => void socket.destroy())
    await once(socket, 'connect')
    socket.write(head)
    socket.pause()
  }

  const acknowledged = new Set<string>()
  const worker = async () => {
    for (;;) {
      const event = anEvent(id)
      try {
        await submit(event)
      } catch {
        return
      }
      acknowledged.add(event.data.id)
    }
  }
  const workers = Array.from({ length: 8 }, worker)
  await expect.poll(() => acknowledged.size).toBeGreaterThan(200)
  const began = performance.now()
  child.kill('SIGTERM')
  expect(await exited).toEqual([0, null])
  expect(performance.now() - began).toBeLessThan(5000 + 5000 * slowness())
  await Promise.all(workers)
  expect(await Promise.all(closes)).toEqual([1001, 1001, 1001])

  const again = await testDaemon(data)
  const stored = (await again.get(`/api/runs/${id}/events`)).body.map((event: { id: string }) => event.id)
  const whole = new Set<string>(stored)
  expect([...acknowledged].filter((event) => !whole.has(event))).toEqual([])
  expect(whole.size).toBe(stored.length)
})
