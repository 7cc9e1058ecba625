import fc from 'fast-check'
import { expect, test } from 'vitest'
import { waitingOf } from './waiting.ts'

const time = fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1e7, noNaN: true }))
const wall = fc.double({ min: 0, max: 1e7, noNaN: true })
const measured = fc.record({ wall, cpu: time, runQueue: time, disk: time, childTime: time })

test('the kinds sum to the wall time, and none is negative', () => {
  fc.assert(
    fc.property(measured, (process) => {
      const kinds = Object.values(waitingOf(process))
      expect(Math.min(...kinds)).toBeGreaterThanOrEqual(0)
      expect(kinds.reduce((sum, kind) => sum + kind)).toBeCloseTo(process.wall, 5)
    }),
  )
})

test('what was measured stays as it is where there is room for it', () => {
  const process = { wall: 100, cpu: 20, runQueue: 5, disk: NaN, childTime: 60 }
  expect(waitingOf(process)).toEqual({ onCpu: 20, runQueue: 5, disk: 0, children: 60, other: 15 })
})

test('a process waits for its children no longer than it waits at all', () => {
  const process = { wall: 100, cpu: 70, runQueue: 10, disk: 0, childTime: 90 }
  expect(waitingOf(process)).toMatchObject({ children: 20, other: 0 })
})

test('threads that ran at the same time share the wall time', () => {
  const process = { wall: 100, cpu: 300, runQueue: 100, disk: NaN, childTime: 50 }
  expect(waitingOf(process)).toEqual({ onCpu: 75, runQueue: 25, disk: 0, children: 0, other: 0 })
})
