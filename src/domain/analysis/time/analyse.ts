import { sumWork } from './concurrency.ts'
import { criticalPath } from '../path/critical-path.ts'
import type { Finding } from '../findings/finding.ts'
import { findingsOf } from '../findings/findings.ts'
import type { Measured, RunFacts } from './measured.ts'
import { largest } from '../order.ts'
import { ownTimes } from './own-time.ts'
import type { Processes } from '../processes.ts'
import { timeByTool } from './tools.ts'

/** The analysis of a run's time, with the findings in it. */
export interface Analysis extends Measured {
  readonly findings: readonly Finding[]
}

/** How many of the slowest are named. */
const SLOWEST = 20

/** Analyses the time of a run. O(n log n) for n processes. */
export function analyse(processes: Processes, facts: RunFacts): Analysis {
  const { wall } = facts
  const own = ownTimes(processes, wall)
  const work = sumWork(processes, wall)
  const { alone, atWork, busy } = work
  const measured: Measured = {
    wall,
    cpuTime: sum(processes.cpuTime, processes.count),
    meanConcurrency: wall > 0 ? atWork / wall : 0,
    alone: sum(alone, processes.count),
    idle: Math.max(0, wall - busy),
    byTool: timeByTool(processes, own, wall),
    slowest: largest(processes.count, SLOWEST, (row) => own[row]!),
    criticalPath: criticalPath(processes, own, wall),
    own,
  }
  return { ...measured, findings: findingsOf(processes, facts, measured, work) }
}

/** The sum of a column; missing numbers count as 0. */
function sum(values: ArrayLike<number>, count: number): number {
  let total = 0
  for (let row = 0; row < count; row++) total += values[row]! || 0
  return total
}
