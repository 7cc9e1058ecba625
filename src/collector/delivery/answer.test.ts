import { expect, test } from 'vitest'
import { judge } from './answer.ts'

test.each([
  [200, '{"status":"success","accepted":2,"rejected":[]}', { type: 'taken', rejected: 0 }],
  [
    200,
    '{"status":"success","accepted":1,"rejected":[{"line":1,"error":"no"}]}',
    { type: 'taken', rejected: 1, reason: 'no' },
  ],
  [400, '{"error":"none is valid","rejected":[{"line":0,"error":"no"}]}', { type: 'refused', reason: 'no' }],
  [
    404,
    '{"error":"no such run","rejected":[{"line":1,"error":"no such run"}]}',
    { type: 'refused', reason: 'no such run' },
  ],
  [413, '{"error":"too large"}', { type: 'split' }],
  [503, '{"error":"busy"}', { type: 'retry', reason: 'busy' }],
  [503, '<html>', { type: 'retry', reason: 'HTTP status 503 Service Unavailable', isRefusal: false }],
  [
    401,
    '{"error":"no token"}',
    { type: 'retry', reason: 'no token (HTTP status 401 Unauthorized)', isRefusal: true },
  ],
  // Another program's: what it refuses is kept for the daemon.
  [404, '{"error":"Not found"}', { type: 'retry', reason: 'Not found (HTTP status 404 Not Found)' }],
  [
    403,
    '',
    {
      type: 'retry',
      reason: 'the program there is not a BuildSpy daemon: it returned HTTP status 403 Forbidden',
    },
  ],
  [
    501,
    '<html>',
    { reason: 'the program there is not a BuildSpy daemon: it returned HTTP status 501 Not Implemented' },
  ],
  [
    200,
    'hello',
    { type: 'retry', reason: 'the program there is not a BuildSpy daemon: it returned HTTP status 200 OK' },
  ],
])('%i %s', (status, body, verdict) => {
  expect(judge({ status, body })).toMatchObject(verdict)
})
