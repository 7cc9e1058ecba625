import { expect, it } from 'vitest'
import { rowWaitsOf } from './row-waits.ts'

const columns = { runQueue: [1, 2, 3], disk: [null, 0, 5] }

it('keeps the order of rows that were read from the daemon', () => {
  const rows = { count: 3, version: 0, start: new Float64Array([0, 5, 5]), pid: new Int32Array([9, 8, 7]) }
  expect(rowWaitsOf(rows, columns)).toEqual({
    runQueue: new Float64Array([1, 2, 3]),
    disk: new Float64Array([NaN, 0, 5]),
  })
})

it('finds the rows of a build that was watched by start and pid', () => {
  const rows = { count: 3, version: 9, start: new Float64Array([5, 0, 5]), pid: new Int32Array([8, 9, 7]) }
  expect(rowWaitsOf(rows, columns)?.runQueue).toEqual(new Float64Array([3, 1, 2]))
})

it('gives none if the rows are not all of the daemon’s', () => {
  const rows = { count: 2, version: 0, start: new Float64Array(4), pid: new Int32Array(4) }
  expect(rowWaitsOf(rows, columns)).toBeNull()
})
