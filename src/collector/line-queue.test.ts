import { expect, test } from 'vitest'
import { BATCH_BYTES, BATCH_LINES, LineQueue } from './line-queue.ts'

test('lines leave in order, in batches of the size a request may have', () => {
  const queue = new LineQueue()
  for (let line = 0; line < BATCH_LINES + 5; line++) queue.add(String(line), true)
  const first = queue.peek()
  expect(first).toHaveLength(BATCH_LINES)
  expect(queue.peek()).toEqual(first)
  queue.remove(first.length)
  expect(queue.peek()).toEqual(['1000', '1001', '1002', '1003', '1004'])
  queue.remove(5)
  expect(queue.length).toBe(0)
  expect(queue.bytes).toBe(0)
})

test('a batch keeps below the bytes of a request', () => {
  const queue = new LineQueue()
  const line = 'é'.repeat(100_000)
  for (let count = 0; count < 40; count++) queue.add(line, true)
  const bytes = Buffer.byteLength(queue.peek().join('\n'))
  expect(bytes).toBeLessThanOrEqual(BATCH_BYTES)
  expect(bytes).toBeGreaterThan(BATCH_BYTES - 300_000)
})

test('without room samples are dropped first, and what is dropped is counted', () => {
  const queue = new LineQueue()
  const line = 'x'.repeat(1024 * 1024)
  for (let count = 0; count < 20; count++) queue.add(line, false)
  expect(queue.dropped).toBe(5)
  for (let count = 0; count < 20; count++) queue.add(line, true)
  expect(queue.dropped).toBe(9)
  expect(queue.bytes).toBeLessThanOrEqual(32 * 1024 * 1024)
})
