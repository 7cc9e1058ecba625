import { IncomingMessage } from 'node:http'
import { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { isRefusal } from './client.ts'
import { byTokens } from './credentials.ts'
import { parseToken } from './token.ts'
import { createGuard, type GuardOptions } from './guard.ts'

const decide = (headers: IncomingMessage['headers'], options: Partial<GuardOptions> = {}) => {
  const guard = createGuard({ host: '127.0.0.1', allowOrigin: [], ...options })
  const request = Object.assign(new IncomingMessage(new Socket()), { headers })
  const decision = guard.admit(request, { path: '/', search: '' }, undefined)
  return isRefusal(decision) ? decision.status : [...decision.scopes]
}
const all = ['ingest', 'read', 'admin']

test.each([
  ['localhost:8080', all],
  ['127.0.0.1:8080', all],
  ['[::1]:8080', all],
  ['LOCALHOST', all],
  ['192.168.1.7:8080', all],
  ['evil.example:8080', 403],
  ['localhost.evil.example', 403],
  ['localhost:8080@evil', 400],
  ['local host', 400],
  ['[::1', 400],
  ['', 400],
  [undefined, 400],
])('Host %j: %j', (host, outcome) => expect(decide({ host })).toEqual(outcome))

test.each([
  ['http://localhost:8080', all],
  ['https://localhost:8080', all],
  ['https://ci.example.org', all],
  ['http://localhost:9090', 403],
  ['http://localhost', 403],
  ['http://evil.example', 403],
  ['http://localhost:8080.evil.example', 403],
  ['https://ci.example.org.evil', 403],
  ['null', 403],
  ['', 403],
])('Origin %j: %j', (origin, outcome) => {
  expect(decide({ host: 'localhost:8080', origin }, { allowOrigin: ['https://ci.example.org'] })).toEqual(
    outcome,
  )
})

const credentials = byTokens(
  ['all-of-it', 'ingest:ci-only', 'read:eyes', 'admin:boss'].map((text) => parseToken(text, 1)),
  () => {},
)

test.each([
  [{}, 401],
  [{ authorization: 'Bearer wrong' }, 401],
  [{ authorization: 'Basic all-of-it' }, 401],
  [{ authorization: 'Bearer all-of-it' }, all],
  [{ authorization: 'bearer ci-only' }, ['ingest']],
  [{ authorization: 'Bearer eyes' }, ['read']],
  [{ authorization: 'Bearer boss' }, all],
  [{ cookie: 'a=b; buildspy_session=eyes' }, 401],
])('with tokens, %j: %j', (headers, outcome) => {
  expect(decide({ host: 'localhost', ...headers }, { credentials })).toEqual(outcome)
})
