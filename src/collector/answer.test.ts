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
  [404, '{"error":"no such run"}', { type: 'refused', reason: 'no such run' }],
  [413, '{"error":"too large"}', { type: 'split' }],
  [503, '{"error":"busy"}', { type: 'retry', reason: 'busy' }],
  [500, '<html>', { type: 'retry', reason: 'HTTP status 500' }],
  [200, 'hello', { type: 'retry', reason: 'the program there is not a BuildSpy daemon' }],
  [404, '<html>', { type: 'retry', reason: 'the program there is not a BuildSpy daemon' }],
])('%i %s', (status, body, verdict) => {
  expect(judge({ status, body })).toMatchObject(verdict)
})
