import { request as send } from 'node:http'
import { once } from 'node:events'
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { testDaemon } from '../support/daemon.ts'

const ORIGIN = 'https://ci.example.org'
const TOKEN = 'a-reading-token-here'

async function ask(url: string, method: string, path: string, headers: Record<string, string>) {
  const sent = send(`${url}${path}`, { method, headers, agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  const cors = Object.entries(response.headers).filter(([name]) => /^(access-control-|vary)/.test(name))
  return { status: response.statusCode, cors: Object.fromEntries(cors) }
}

const READABLE = {
  'access-control-allow-origin': ORIGIN,
  'access-control-expose-headers': 'retry-after, x-request-id',
  vary: 'origin',
}

const daemonWith = () =>
  testDaemon(undefined, { allowOrigin: [ORIGIN], tokens: [`read:${TOKEN}`], logLevel: 'silent' })

test.each([
  ['/graphql', 'POST', 'GET, HEAD, POST'],
  ['/api/runs', 'GET', 'GET, HEAD, DELETE'],
  ['/api/delete', 'POST', 'POST'],
  ['/api/live/submit', 'POST', 'POST'],
  [`/api/runs/${randomUUID()}/events`, 'GET', 'GET, HEAD'],
])('a preflight of %s is answered, without a token', async (path, method, allow) => {
  const { url } = await daemonWith()
  const question = {
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization',
  }
  const { status, cors } = await ask(url, 'OPTIONS', path, {
    origin: ORIGIN,
    'sec-fetch-site': 'cross-site',
    ...question,
  })
  expect(status).toBe(204)
  const { 'access-control-allow-methods': methods, 'access-control-allow-headers': headers, ...rest } = cors
  expect(String(methods).split(', ').toSorted()).toEqual(allow.split(', ').toSorted())
  expect(headers).toMatch(/authorization, content-type/)
  expect(rest).toEqual({ ...READABLE, 'access-control-max-age': '600' })
  for (const origin of ['https://evil.example', 'null', `${ORIGIN}.evil`, 'http://ci.example.org'])
    expect(await ask(url, 'OPTIONS', path, { origin, ...question })).toEqual({
      status: 403,
      cors: { vary: 'origin' },
    })
})

test('answers may be read by that origin, errors too', async () => {
  const { url } = await daemonWith()
  const authorization = `Bearer ${TOKEN}`
  const cases: [string, string, Record<string, string>, number][] = [
    ['GET', '/api/runs', { authorization }, 200],
    ['GET', '/api/stats', { authorization }, 200],
    ['GET', '/api/runs', {}, 401],
    ['GET', '/api/runs?limit=0', { authorization }, 400],
    ['GET', `/api/runs/${randomUUID()}`, { authorization }, 404],
    ['GET', '/api/nothing', { authorization }, 404],
    ['PUT', '/api/runs', { authorization }, 405],
    ['POST', '/api/delete', { authorization }, 403],
    ['POST', '/graphql', { authorization }, 415],
    ['GET', '/graphql?query=%7B__typename%7D', { authorization, 'graphql-require-preflight': '1' }, 200],
    ['GET', '/healthz', {}, 200],
    ['GET', '/metrics', { authorization }, 200],
    ['GET', '/', { authorization }, 200],
  ]
  for (const [method, path, headers, status] of cases) {
    const answer = await ask(url, method, path, {
      origin: ORIGIN,
      'sec-fetch-site': 'cross-site',
      ...headers,
    })
    expect([path, answer]).toEqual([path, { status, cors: READABLE }])
  }
  expect(await ask(url, 'GET', '/api/runs', { authorization })).toEqual({
    status: 200,
    cors: { vary: 'origin' },
  })
})

test('without --allow-origin there is no such header', async () => {
  const { url } = await testDaemon()
  const answer = await ask(url, 'OPTIONS', '/graphql', {
    origin: ORIGIN,
    'access-control-request-method': 'POST',
  })
  expect(answer).toEqual({ status: 403, cors: {} })
})
