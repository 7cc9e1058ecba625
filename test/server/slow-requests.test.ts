import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { Analyst } from '../../src/analysis/analyst.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { Bus } from '../../src/live/bus.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { createGuard } from '../../src/server/access/guard.ts'
import { createHttpServer } from '../../src/server/http.ts'
import { listen } from '../../src/server/listen.ts'
import { openStore } from '../../src/store/store.ts'
import { temporaryDirectory, testConfig } from '../support/daemon.ts'

/** A server that waits for a request as long as it is told, and its port. */
async function serverWith(patience: Parameters<typeof createHttpServer>[3]) {
  const config = testConfig(await temporaryDirectory())
  const store = await openStore(config)
  const [bus, now, eventLog] = [new Bus(), Date.now, new EventLog(store)]
  const [ingest, analyst] = [new Ingest(store, bus, now), new Analyst(store.rows)]
  const services = { store, bus, eventLog, now, ingest, analyst, liveTimeout: 30_000 }
  const http = createHttpServer(services, createGuard(config), pino({ level: 'silent' }), patience)
  onTestFinished(async () => {
    await http.close()
    bus.close()
    await store.close()
  })
  await listen(http.server, 0, '127.0.0.1', pino({ level: 'silent' }))
  return (http.server.address() as { port: number }).port
}

test.each([
  ['head', 'POST /api/live/submit HTTP/1.1\r\nHost: localhost\r\n'],
  ['body', 'POST /api/live/submit HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{"type":'],
])('a client that does not send the rest of its %s is told so, and let go', async (_, begun) => {
  const port = await serverWith({ headersTimeout: 200, requestTimeout: 200, connectionsCheckingInterval: 50 })
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.write(begun)
  expect(await text(socket)).toMatch(
    /^HTTP\/1.1 408 .*"error":"The request cannot be read: Request timeout"/s,
  )
})
