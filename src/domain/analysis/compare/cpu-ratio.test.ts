import { expect, test } from 'vitest'
import { cpuRatioOf } from './cpu-ratio.ts'

const group = (cpuTime: number, count = 1) => ({
  count,
  cpuTime,
  own: cpuTime,
  row: 0,
  commandLine: '',
  directory: '',
  name: '',
})
const match = (base: number, head: number) => ({ base: group(base), head: group(head) })

test('the ratio of processes that both runs have, weighted by their CPU time', () => {
  expect(cpuRatioOf([])).toBeNull()
  expect(cpuRatioOf([{ base: group(10), head: null }, match(0, 5)])).toBeNull()
  // Neighbours slow all down by a fifth, and a change makes one of ten three times as long.
  const slowed = Array.from({ length: 9 }, () => match(400, 480))
  expect(cpuRatioOf([...slowed, match(400, 1440)])).toBeCloseTo(1.2)
  // A change of less than half of the work moves nothing.
  expect(cpuRatioOf([match(400, 400), match(400, 400), match(400, 640)])).toBe(1)
  // More of the same processes are more work, and no slower machine.
  expect(cpuRatioOf([{ base: group(100, 2), head: group(200, 4) }])).toBe(1)
})
