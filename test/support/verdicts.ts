import type { MachineSample, Waits } from '../../src/domain/analysis/recorded.ts'
import type { Usual } from '../../src/domain/analysis/trends/usual.ts'
import type { Case, PlacedRun } from '../../src/domain/analysis/verdict/case.ts'
import { verdictOf } from '../../src/domain/analysis/verdict/verdict.ts'
import { processesOf, type Sketch } from './processes.ts'

/** A run of sketches, on two cores. */
export const run = (wall: number, sketches: readonly Sketch[], more: Partial<PlacedRun> = {}): PlacedRun => ({
  processes: processesOf(sketches),
  wall,
  cores: 2,
  status: 'completed',
  exitCode: 0,
  waits: null,
  files: null,
  machine: null,
  workingDir: '/src',
  ...more,
})
/** The usual of five runs. */
export const usual = (wall: number, cpuTime: number): Usual => ({
  wall,
  cpuTime,
  sample: 5,
  sameBranch: true,
  ids: ['u'],
  median: 'u',
})
/** The verdict of a run. */
export const verdict = (of: PlacedRun, more: Partial<Case> = {}) =>
  verdictOf({ run: of, usual: null, usualRun: null, previous: null, ...more })
/** The verdict of a run whose usual is another one. */
export const against = (of: PlacedRun, base: PlacedRun, cpuTime = 2000) =>
  verdict(of, { usual: usual(base.wall, cpuTime), usualRun: base })
/** A sample of a machine that does nothing. */
export const sample = (more: Partial<MachineSample>): MachineSample => ({
  time: 1000,
  interval: 1000,
  cores: 2,
  busy: 0,
  iowait: 0,
  steal: 0,
  build: 0,
  memoryAvailable: 0,
  memoryTotal: 0,
  pressure: null,
  throttled: null,
  ...more,
})
/** How long each process waited for a processor, and for a disk. */
export const waitsOf = (runQueue: number[], disk = runQueue.map(() => NaN)): Waits => {
  const none = runQueue.map(() => 0)
  return { runQueue, disk, stdin: none, stdout: none, stderr: none }
}
/** A child of the first process, which computes all of its time. */
export const step = (
  commandLine: string,
  start: number,
  end: number,
  more: Partial<Sketch> = {},
): Sketch => ({
  start,
  end,
  name: commandLine.split(' ', 1)[0]!,
  commandLine,
  cpuTime: end - start,
  parent: 0,
  ...more,
})
/** The first process. */
export const make = (end: number, more: Partial<Sketch> = {}): Sketch =>
  step('make -j2', 0, end, { parent: -1, cpuTime: 1, ...more })
/** A make of two compilers side by side. */
export const two = (end: number, cpuTime = end) => [
  make(end),
  step('cc1 a.c', 0, end, { cpuTime }),
  step('cc1 b.c', 0, end, { cpuTime }),
]
