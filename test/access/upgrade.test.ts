import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'
import { exchangeRaw } from '../support/raw.ts'
import { anEvent, aRun } from '../support/submissions.ts'

/** As Java's HttpClient sends it with every first request. */
const H2C =
  'Host: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA\r\n'
const PLAIN = 'Host: localhost\r\n'
const get = (path: string, head: string) => `GET ${path} HTTP/1.1\r\n${head}\r\n`
const post = (body: string, head: string, type = 'application/json') =>
  `POST /api/live/submit HTTP/1.1\r\n${head}Content-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`

test('an Upgrade that is no WebSocket is ignored, with and without a body', async () => {
  const { url } = await testDaemon()
  const run = aRun()
  const [stored] = await exchangeRaw(url, post(JSON.stringify(run), H2C))
  expect(stored).toMatchObject({ status: 200, body: '{"status":"success"}' })
  const [read] = await exchangeRaw(url, get(`/api/runs/${run.data.id}`, H2C))
  expect([read!.status, JSON.parse(read!.body).id]).toEqual([200, run.data.id])
  for (const upgrade of ['h2c', 'h2c, websocket', 'TLS/1.0', 'foo/2', ','])
    expect((await exchangeRaw(url, get('/healthz', H2C.replace('h2c', upgrade))))[0]).toMatchObject({
      status: 200,
    })
})

test('a large body and a chunked one come through', async () => {
  const { url, get: read } = await testDaemon()
  const run = aRun()
  const lines = [
    run,
    ...Array.from({ length: 900 }, () =>
      anEvent(run.data.id, 'process_start', { cmdline: 'x'.repeat(2000) }),
    ),
  ]
  const body = lines.map((line) => JSON.stringify(line)).join('\n')
  expect(body.length).toBeGreaterThan(1_500_000)
  expect((await exchangeRaw(url, post(body, H2C, 'application/x-ndjson')))[0]).toMatchObject({ status: 200 })
  const chunk = JSON.stringify(anEvent(run.data.id))
  const chunked = `POST /api/live/submit HTTP/1.1\r\n${H2C}Transfer-Encoding: chunked\r\n\r\n${chunk.length.toString(16)}\r\n${chunk}\r\n0\r\n\r\n`
  expect((await exchangeRaw(url, chunked))[0]).toMatchObject({ status: 200 })
  expect((await read(`/api/runs/${run.data.id}/events`)).body).toHaveLength(901)
})

test('requests that follow on the connection are answered in their order', async () => {
  const { url } = await testDaemon()
  const runs = [aRun(), aRun(), aRun()]
  const [a, b, c] = runs.map((run) => JSON.stringify(run))
  const pipeline = [
    post(a!, PLAIN),
    post(b!, H2C),
    get('/healthz', H2C),
    post(c!, H2C),
    get(`/api/runs/${runs[0]!.data.id}`, PLAIN),
    get('/api/nothing', H2C),
    get('/healthz', PLAIN),
  ]
  const answers = await exchangeRaw(url, pipeline.join(''), pipeline.length)
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 404, 200])
  expect(JSON.parse(answers[4]!.body).id).toBe(runs[0]!.data.id)
})

test('what is refused is refused with it too', async () => {
  const { url } = await testDaemon(undefined, { tokens: ['read:long-enough'] })
  const [none, evil] = [
    await exchangeRaw(url, get('/api/runs', H2C)),
    await exchangeRaw(url, get('/api/runs', H2C.replace('localhost', 'evil.example'))),
  ]
  expect([none[0]!.status, evil[0]!.status]).toEqual([401, 403])
})

test.each([
  ['two Host headers', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n'],
  ['two, one of them foreign', 'GET /api/runs HTTP/1.1\r\nHost: localhost\r\nhOsT: evil.example\r\n\r\n'],
  ['two with h2c', `GET /api/runs HTTP/1.1\r\nHost: localhost\r\n${H2C}\r\n`],
  ['an address that differs', 'GET http://127.0.0.1/api/runs HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a foreign address', 'GET http://evil.example/api/runs HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a user in the address', 'GET http://me@localhost/api/runs HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['another scheme', 'GET ftp://localhost/api/runs HTTP/1.1\r\nHost: localhost\r\n\r\n'],
])('%s: 400', async (_, text) => {
  const { url } = await testDaemon()
  expect((await exchangeRaw(url, text))[0]).toMatchObject({ status: 400 })
})

test('an absolute address must pass the check of Host', async () => {
  const { url } = await testDaemon()
  const of = async (host: string) =>
    (await exchangeRaw(url, `GET http://${host}/api/stats HTTP/1.1\r\nHost: ${host}\r\n\r\n`))[0]!.status
  expect([await of('localhost'), await of('evil.example')]).toEqual([200, 403])
})

test('two Host headers are refused for a WebSocket too', async () => {
  const { url } = await testDaemon()
  const upgrade =
    'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  const text = `GET /ws/live HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n${upgrade}\r\n`
  expect((await exchangeRaw(url, text))[0]).toMatchObject({ status: 400 })
})
