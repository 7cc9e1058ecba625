import { expect, test } from 'vitest'
import { parentOf } from './parentage.ts'

const holder = (startTime: bigint) => ({ pid: 10, ppid: 1, startTime })
const child = (startTime: bigint) => ({ pid: 20, ppid: 10, startTime })

test('of the holders of a reused pid, the parent is the latest that had begun', () => {
  const holders = [holder(1n), holder(5n), holder(9n)]
  expect(parentOf(child(7n), holders)).toBe(holders[1])
  expect(parentOf(child(5n), holders)).toBe(holders[1])
})

test('where clocks disagree, the earliest', () => {
  const holders = [holder(9n), holder(5n)]
  expect(parentOf(child(1n), holders)).toBe(holders[1])
})

test('a process is not its own parent, and may have none', () => {
  const own = { pid: 10, ppid: 10, startTime: 3n }
  expect(parentOf(own, [own])).toBeUndefined()
  expect(parentOf(child(1n), [])).toBeUndefined()
})
