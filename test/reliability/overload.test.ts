import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Analyst } from '../../src/analysis/analyst.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { Bus } from '../../src/live/bus.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { createGuard } from '../../src/server/access/guard.ts'
import { createHttpServer } from '../../src/server/http.ts'
import { openStore } from '../../src/store/store.ts'
import { clientOf } from '../support/daemon.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

/** A daemon of one writer, which waits before each transaction while it is `held`. */
async function heldDaemon() {
  const store = await openStore(placeOf(await temporaryDirectory()))
  let held: Promise<void> | undefined
  let waiting = 0
  const transaction = store.writer.transaction.bind(store.writer)
  store.writer.transaction = async (work) => {
    waiting++
    await held
    waiting--
    return transaction(work)
  }
  const bus = new Bus()
  const ingest = new Ingest({ ...store, writers: [store.writer] }, bus, Date.now)
  const [eventLog, analyst] = [new EventLog(store), new Analyst(store.rows)]
  const services = { store, bus, eventLog, ingest, analyst, now: Date.now, liveTimeout: 30_000 }
  const guard = createGuard({ host: '127.0.0.1', allowOrigin: [] })
  const http = createHttpServer(services, guard, pino({ level: 'silent' }))
  http.server.listen(0, '127.0.0.1')
  await once(http.server, 'listening')
  onTestFinished(async () => {
    await http.close()
    await store.close()
  })
  const hold = () => {
    let release = () => {}
    held = new Promise((resolve) => (release = resolve))
    return () => {
      held = undefined
      release()
    }
  }
  return {
    ingest,
    hold,
    waiting: () => waiting,
    ...clientOf(`http://127.0.0.1:${(http.server.address() as AddressInfo).port}`),
  }
}

test.each([
  ['10,000 submissions', 1000, 10],
  ['16 MiB', 10, 259_000],
])('beyond %s waiting: 503 with Retry-After, and what was accepted is stored', async (_, lines, size) => {
  const daemon = await heldDaemon()
  const run = aRun()
  const { id } = run.data
  await daemon.submit(run)
  const release = daemon.hold()
  const first = daemon.submit(anEvent(id))
  await expect.poll(daemon.waiting).toBe(1)

  const sent = 20
  const refused: Response[] = []
  const accepted: Response[] = []
  const event = () => anEvent(id, 'process_start', { cmdline: 'x'.repeat(size) })
  const post = async () => {
    const body = ndjson(Array.from({ length: lines }, event))
    const response = await daemon.post('/api/live/submit', body, 'application/x-ndjson')
    ;(response.status === 200 ? accepted : refused).push(response)
  }
  const posts = Array.from({ length: sent }, post)
  await expect.poll(() => refused.length + daemon.ingest.queued / lines).toBe(sent)
  expect(refused.length).toBeGreaterThan(5)
  expect(refused.length).toBeLessThan(16)
  for (const response of refused) {
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1'])
    expect(await response.json()).toEqual({ error: expect.stringContaining('more submissions waiting') })
  }
  expect((await daemon.get('/api/stats')).status).toBe(200)

  release()
  await Promise.all([first, ...posts])
  expect(accepted.length + refused.length).toBe(sent)
  expect(daemon.ingest.queued).toBe(0)
  const { data } = await daemon.graph(`{ run(id: "${id}") { seq } }`)
  expect(data.run.seq).toBe(1 + accepted.length * lines)
  await daemon.submit(event())
})

test('neither the log nor the metrics show a token', async () => {
  const [token, wrong] = ['read:s3cr3t-of-the-reader', 'not-the-t0ken']
  const secret = token.replace('read:', '')
  const daemon = await spawnDaemon(
    '--data',
    await temporaryDirectory(),
    '--log-level',
    'debug',
    '--token',
    token,
  )
  const get = (path: string, headers = {}) => fetch(daemon.url + path, { headers, redirect: 'manual' })
  for (const each of [secret, wrong]) {
    for (const path of ['/', '/api/runs', '/api/nothing', '//', '/graphql', `/%zz`, '/ws/live', '/metrics'])
      await (await get(`${path}?token=${each}&x=1`)).text()
    await get('/api/runs', { authorization: `Bearer ${each}` })
    await get('/api/runs', { cookie: `buildspy_token=${each}` })
    await fetch(`${daemon.url}/api/live/submit?token=${each}`, { method: 'POST', body: '{}' })
  }
  const metrics = await (await get('/metrics', { authorization: `Bearer ${secret}` })).text()
  expect(metrics).toContain('buildspy_http_request_seconds_count')
  await expect.poll(() => daemon.log()).toContain('"path":"/metrics"')
  for (const text of [daemon.log(), metrics]) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(wrong)
  }
  expect(daemon.log()).toMatch(/"id":"[0-9a-f-]{36}","method":"GET","path":"\/api\/runs","status":200/)
})
