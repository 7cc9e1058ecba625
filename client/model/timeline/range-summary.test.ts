import { expect, it } from 'vitest'
import { summariseRange } from './range-summary.ts'
import { ProcessRows } from '../processes/process-rows.ts'

it('sums up a range with durations cut to it', () => {
  const rows = new ProcessRows({
    seq: 0,
    origin: 0,
    strings: ['make', 'gcc-12', 'gcc', ''],
    pid: [1, 2, 3, 4],
    parent: [-1, 0, 0, 0],
    orphanPpid: [0],
    start: [0, 0, 50, 500],
    end: [1000, 100, 150, null],
    name: [0, 1, 2, 2],
    commandLine: [0, 1, 2, 2],
    workingDir: [3, 3, 3, 3],
    signal: [3, 3, 3, 3],
    status: [1, 1, 2, 0],
    exitCode: [0, 0, 1, null],
    cpuTime: [10, null, 40, null],
    peakMemory: [0, 0, 0, 0],
  })
  expect(summariseRange(rows, { from: 50, to: 150 }, 1000)).toEqual({
    length: 100,
    processes: 3,
    failed: 1,
    meanConcurrency: 1.5,
    tools: [
      { tool: 'gcc', name: 'gcc-12', count: 2, own: 150 },
      { tool: 'make', name: 'make', count: 1, own: 0 },
    ],
    // A tenth of `make`, which waited for 650 of its 1000 ms, and all of the last `gcc`.
    waiting: { onCpu: 41, runQueue: null, disk: null, children: 65, other: 94 },
  })
})
