import { expect, it } from 'vitest'
import { ProcessRows } from '../processes/process-rows.ts'
import { waitBands, WHOLE } from './wait-bands.ts'

const rows = new ProcessRows({
  seq: 0,
  origin: 0,
  strings: ['sh', ''],
  pid: [1, 2, 3],
  parent: [-1, 0, 0],
  orphanPpid: [0],
  start: [0, 20, 95],
  end: [100, 70, 100],
  name: [0, 0, 0],
  commandLine: [0, 0, 0],
  workingDir: [1, 1, 1],
  signal: [1, 1, 1],
  status: [1, 1, 1],
  exitCode: [0, 0, 0],
  cpuTime: [10, 25, null],
  peakMemory: [0, 0, 0],
})
const at = (share: number) => Math.round(share * WHOLE)
const bandOf = (row: number) => [...waitBands(rows, 100)!.ends.subarray(row * 5, row * 5 + 5)]

it('shares the life of a process among the kinds, and leaves out what nothing measured', () => {
  expect(bandOf(0)).toEqual([at(0.1), at(0.1), at(0.1), at(0.65), WHOLE])
  expect(bandOf(1)).toEqual([at(0.5), at(0.5), at(0.5), at(0.5), WHOLE])
  expect(bandOf(2)).toEqual([0, 0, 0, 0, 0])
})

it('knows what processes waited for once that is read', () => {
  rows.waits = { runQueue: new Float64Array([0, 20, NaN]), disk: new Float64Array([0, NaN, NaN]) }
  expect(bandOf(1)).toEqual([at(0.5), at(0.9), at(0.9), at(0.9), WHOLE])
})
