import { expect, test } from 'vitest'
import { BATCH_BYTES, BATCH_LINES } from '../../spool/line-reader.ts'
import { LineQueue, ROOM } from './line-queue.ts'

const MEGABYTE = 'x'.repeat(1024 * 1024 - 2)

test('lines leave in order, in batches of the size a request may have', () => {
  const queue = new LineQueue()
  for (let line = 0; line < BATCH_LINES + 5; line++) queue.add(String(line), true)
  expect(queue.take()).toHaveLength(BATCH_LINES)
  expect(queue.take()).toEqual(['1000', '1001', '1002', '1003', '1004'])
  expect(queue.length).toBe(0)
  expect(queue.bytes).toBe(0)
})

test('a batch keeps below the bytes of a request', () => {
  const queue = new LineQueue()
  const line = 'é'.repeat(100_000)
  for (let count = 0; count < 40; count++) queue.add(line, true)
  const bytes = Buffer.byteLength(queue.take().join('\n'))
  expect(bytes).toBeLessThanOrEqual(BATCH_BYTES)
  expect(bytes).toBeGreaterThan(BATCH_BYTES - 300_000)
})

test('without room the oldest samples are dropped and counted, starts and ends never', () => {
  const queue = new LineQueue()
  for (let count = 0; count < 40; count++) queue.add(`s${String(count).padStart(2, '0')}${MEGABYTE}`, false)
  expect(queue.samplesDropped).toBe(9)
  for (let count = 0; count < 40; count++) queue.add(`e${String(count).padStart(2, '0')}${MEGABYTE}`, true)
  expect(queue.samplesDropped).toBe(40)
  queue.add('one more sample', false)
  expect(queue.samplesDropped).toBe(41)
  expect(queue.lost).toBe(0)
  expect(queue.length).toBe(40)
  const left: string[] = []
  while (queue.length > 0) left.push(...queue.take().map((line) => line.slice(0, 3)))
  expect(left).toEqual(Array.from({ length: 40 }, (_, index) => `e${String(index).padStart(2, '0')}`))
  expect(queue.bytes).toBe(0)
})

test('samples alone stay within their room, the newest of them', () => {
  const queue = new LineQueue()
  for (let count = 0; count < 100; count++) queue.add(`${count} ${MEGABYTE}`, false)
  expect(queue.bytes).toBeLessThanOrEqual(ROOM)
  expect(queue.take()[0]).toMatch(/^69 /)
})
