import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { temporaryDirectory } from '../support/daemon.ts'
import { slowness } from '../support/slowness.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { aRun } from '../support/submissions.ts'

const RUNS = 'subscription { runsChanged { runs { id status processCount } deleted } }'

/** A subscription as server-sent events, on a connection of its own. */
async function subscribe(url: string, query = RUNS) {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' }
  const asked = request(`${url}/graphql`, { method: 'POST', headers, agent: false })
  onTestFinished(() => void asked.destroy())
  asked.on('error', () => {})
  asked.end(JSON.stringify({ query }))
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  let text = ''
  answer.setEncoding('utf8')
  answer.on('data', (part: string) => (text += part))
  answer.on('error', () => {})
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: () => text,
    leave: () => asked.destroy(),
  }
}

const open = async (url: string) =>
  Number(/^buildspy_sockets (\d+)$/m.exec(await (await fetch(`${url}/metrics`)).text())![1])

test('a thousand subscriptions by HTTP are all that a daemon carries; it goes on answering, and they end with their clients', async () => {
  const daemon = await spawnDaemon('--data', await temporaryDirectory())
  const watchers: Awaited<ReturnType<typeof subscribe>>[] = []
  while (watchers.length < 999)
    watchers.push(...(await Promise.all(Array.from({ length: 111 }, () => subscribe(daemon.url)))))
  const socket = new WebSocket(`${daemon.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  onTestFinished(() => socket.terminate())
  await once(socket, 'open')
  // One that says nothing is closed after 3 s.
  socket.send(JSON.stringify({ type: 'connection_init' }))
  await once(socket, 'message')
  expect(await open(daemon.url)).toBe(1000)

  const oneMore = await subscribe(daemon.url)
  expect([oneMore.status, oneMore.headers['retry-after']]).toEqual([503, '1'])
  const refused = new WebSocket(`${daemon.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  refused.on('error', () => {})
  const [, answer] = (await once(refused, 'unexpected-response')) as [unknown, IncomingMessage]
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '1'])

  const waits: number[] = []
  const used = daemon.loopTime()
  for (let n = 0; n < 10; n++) {
    const run = aRun()
    await daemon.submit(run)
    while (!watchers.every((watcher) => watcher.text().includes(run.data.id))) {
      const began = performance.now()
      expect((await fetch(`${daemon.url}/healthz`)).status).toBe(200)
      waits.push(performance.now() - began)
    }
  }
  waits.sort((a, b) => a - b)
  const slowest = waits[Math.floor(waits.length * 0.99)]!
  console.log(
    `999 watchers, 10 changes: ${daemon.loopTime() - used} ms of the event loop; /healthz p99 of ${waits.length}: ${slowest.toFixed(0)} ms`,
  )
  expect(slowest).toBeLessThan(250 * slowness())

  for (const { leave } of watchers) leave()
  await expect.poll(() => open(daemon.url)).toBe(1)
  expect((await subscribe(daemon.url)).status).toBe(200)
}, 120_000)
