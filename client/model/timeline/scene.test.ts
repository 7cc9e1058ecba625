import { expect, it } from 'vitest'
import { ProcessRows } from '../processes/process-rows.ts'
import { FAILED_ABOVE_KIND, FAILED_KIND, sceneParts } from './scene.ts'

it('tells a process that failed by itself from those that failed because of it', () => {
  const rows = new ProcessRows({
    seq: 0,
    origin: 0,
    strings: ['make', 'cc1', ''],
    pid: [1, 2, 3, 4],
    parent: [-1, 0, 1, 1],
    orphanPpid: [0],
    start: [0, 0, 10, 20],
    end: [100, 90, 50, 80],
    name: [0, 0, 1, 1],
    commandLine: [0, 0, 1, 1],
    workingDir: [2, 2, 2, 2],
    signal: [2, 2, 2, 2],
    status: [2, 2, 2, 1],
    exitCode: [2, 1, 1, 0],
    cpuTime: [null, null, 40, 60],
    peakMemory: [0, 0, 0, 0],
  })
  const { kind } = sceneParts(rows, 'tree', false, 100, 100)
  expect([...kind.subarray(0, 3)]).toEqual([FAILED_ABOVE_KIND, FAILED_ABOVE_KIND, FAILED_KIND])
  expect(kind[3]).toBeLessThan(FAILED_KIND)
})
