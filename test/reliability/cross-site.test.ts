import { randomUUID } from 'node:crypto'
import { request as send } from 'node:http'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDaemon, type Daemon } from '../../src/daemon.ts'
import { testConfig } from '../support/daemon.ts'
import { aRun } from '../support/submissions.ts'

let daemon: Daemon
let data: string
let port: string

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'buildspy-'))
  daemon = await startDaemon(testConfig(data))
  port = new URL(daemon.url).port
})

afterAll(async () => {
  await daemon.close()
  await rm(data, { recursive: true, force: true })
})

const id = randomUUID()
const ROUTES = [
  ['GET', '/'],
  ['GET', '/api/runs'],
  ['GET', '/api/live'],
  ['GET', '/api/stats'],
  ['GET', `/api/runs/${id}`],
  ['GET', `/api/runs/${id}/events`],
  ['GET', `/api/runs/${id}/processes`],
  ['GET', '/api/openapi.json'],
  ['GET', '/metrics'],
  ['GET', '/graphql?query=%7Bstats%7BtotalRuns%7D%7D'],
  ['POST', '/graphql'],
  ['POST', '/api/live/submit'],
  ['POST', '/api/delete'],
  ['DELETE', '/api/runs'],
  ['DELETE', `/api/runs/${id}`],
  ['OPTIONS', '/graphql'],
  ['OPTIONS', '/api/live/submit'],
  ['OPTIONS', '/api/runs'],
] as const

const ORIGINS = [
  'null',
  'http://evil.example',
  'https://evil.example',
  'http://localhost',
  'http://localhost:1',
  'http://127.0.0.1',
  'http://localhost.evil.example',
  'http://evil.example/http://localhost',
  'http://[::1]',
  'file://',
  'chrome-extension://abcdef',
  'HTTP://EVIL.EXAMPLE',
  '',
]

const TYPES = [
  undefined,
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json',
  'application/x-ndjson',
  'text/plain; application/json',
]

const body = JSON.stringify(aRun({ id }))

async function statusOf(method: string, path: string, headers: Record<string, string>): Promise<number> {
  const sent = send({ port, method, path, headers, agent: false }).end(method === 'POST' ? body : undefined)
  const [response] = await Promise.race([once(sent, 'response'), once(sent, 'upgrade')])
  expect(response.headers['access-control-allow-origin']).toBeUndefined()
  response.resume()
  if (response.statusCode === 101) sent.destroy()
  return response.statusCode
}

describe.each(ORIGINS)('from the origin %j', (origin) => {
  test('every route refuses, whatever the method and the content type', async () => {
    for (const [method, path] of ROUTES)
      for (const type of method === 'POST' ? TYPES : [undefined]) {
        const headers = { origin, ...(type && { 'content-type': type }) }
        expect([method, path, type, await statusOf(method, path, headers)]).toEqual([method, path, type, 403])
      }
  })

  test('every upgrade is refused', async () => {
    for (const path of ['/graphql', '/ws/live', `/ws/runs/${id}`, '/']) {
      const headers = {
        origin,
        connection: 'upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-protocol': 'graphql-transport-ws',
      }
      expect([path, await statusOf('GET', path, headers)]).toEqual([path, 403])
    }
  })
})

describe.each(['cross-site', 'same-site', 'odd', 'same-origin, cross-site'])('Sec-Fetch-Site: %s', (site) => {
  const from = (mode: string, dest: string) => ({
    'sec-fetch-site': site,
    'sec-fetch-mode': mode,
    'sec-fetch-dest': dest,
  })

  test('an image, a script, a frame or a no-cors fetch reaches no route', async () => {
    for (const [mode, dest] of [
      ['no-cors', 'image'],
      ['no-cors', 'script'],
      ['no-cors', 'empty'],
      ['navigate', 'iframe'],
      ['navigate', 'object'],
      ['cors', 'empty'],
      ['websocket', 'websocket'],
    ] as const)
      for (const [method, path] of ROUTES)
        expect([mode, dest, method, path, await statusOf(method, path, from(mode, dest))]).toEqual([
          mode,
          dest,
          method,
          path,
          403,
        ])
  })

  test('no event stream is opened, and no health asked', async () => {
    const stream = { accept: 'text/event-stream', ...from('no-cors', 'empty') }
    const path = '/graphql?query=subscription%7BrunsChanged%7Bdeleted%7D%7D'
    expect(await statusOf('GET', path, stream)).toBe(403)
    for (const health of ['/healthz', '/readyz'])
      expect(await statusOf('GET', health, from('no-cors', 'image'))).toBe(403)
  })

  test('a link leads to a page, and to nothing else', async () => {
    const link = { accept: 'text/html', ...from('navigate', 'document') }
    for (const [method, path] of ROUTES) {
      const isPage = method === 'GET' && /^\/(graphql.*)?$/.test(path)
      expect([method, path, await statusOf(method, path, link)]).toEqual([method, path, isPage ? 200 : 403])
    }
    expect(await statusOf('GET', `/runs/${id}/timeline`, link)).toBe(200)
  })
})

test('what a browser asks for itself, and the pages of the daemon, are served', async () => {
  for (const site of ['same-origin', 'none'])
    expect(await statusOf('GET', '/api/runs', { 'sec-fetch-site': site, 'sec-fetch-mode': 'cors' })).toBe(200)
})

test('a query by GET needs a header that no form and no image can set', async () => {
  const path = '/graphql?query=%7Bstats%7BtotalRuns%7D%7D'
  expect(await statusOf('GET', path, {})).toBe(400)
  expect(await statusOf('GET', path, { accept: 'application/json' })).toBe(400)
  expect(await statusOf('GET', path, { accept: 'text/event-stream' })).toBe(400)
  for (const name of ['graphql-require-preflight', 'apollo-require-preflight', 'x-graphql-yoga-csrf'])
    expect(await statusOf('GET', path, { accept: 'application/json', [name]: '1' })).toBe(200)
})

test("a name that is not the daemon's is refused: DNS rebinding", async () => {
  for (const host of ['evil.example', `evil.example:${port}`, `localhost.evil.example:${port}`])
    for (const [method, path] of ROUTES)
      expect([host, path, await statusOf(method, path, { host, origin: `http://${host}` })]).toEqual([
        host,
        path,
        403,
      ])
})

test('a form is refused even without an Origin', async () => {
  for (const type of TYPES.slice(1, 4))
    for (const path of ['/graphql', '/api/live/submit', '/api/delete'])
      expect([type, path, await statusOf('POST', path, { 'content-type': type! })]).toEqual([type, path, 415])
})

test('nothing of all this was stored, and the own origin is served', async () => {
  expect(await statusOf('GET', `/api/runs/${id}`, { origin: `http://localhost:${port}` })).toBe(404)
})
