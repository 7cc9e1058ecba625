import { sumWork } from './concurrency.ts'
import { criticalPath, type PathStep } from './critical-path.ts'
import { findingsOf, type Finding } from './findings.ts'
import { largest } from './order.ts'
import { ownTimes } from './own-time.ts'
import type { Processes } from './processes.ts'
import { timeByTool, type ToolTime } from './tools.ts'

/** What is known of a run beside its processes. */
export interface RunFacts {
  /** Wall time in milliseconds, so far for a run that goes on. */
  readonly wall: number
  /** Logical processors of its host. */
  readonly cores: number | null
  readonly status: 'running' | 'completed' | 'failed'
}

/** Where the time of a run went. Times in milliseconds; processes by their row. */
export interface Analysis {
  readonly wall: number
  /** CPU time of all processes. */
  readonly cpuTime: number
  /** Leaf processes at a time, weighted by time. */
  readonly meanConcurrency: number
  /** How long exactly one process was at work. */
  readonly alone: number
  /** How long none was. */
  readonly idle: number
  readonly findings: readonly Finding[]
  readonly byTool: readonly ToolTime[]
  /** The longest at work, waiting for children not counted. */
  readonly slowest: readonly number[]
  readonly criticalPath: readonly PathStep[]
  /** Own time by row. */
  readonly own: Float64Array
}

/** How many of the slowest are named. */
const SLOWEST = 20

/** Tells where the time of a run went. O(n log n) for n processes. */
export function analyse(processes: Processes, facts: RunFacts): Analysis {
  const { wall } = facts
  const own = ownTimes(processes, wall)
  const { alone, atWork, busy } = sumWork(processes, wall)
  const measured = {
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
  return { ...measured, findings: findingsOf(processes, facts, measured, alone) }
}

/** The sum of a column; what is not a number counts for nothing. */
function sum(values: ArrayLike<number>, count: number): number {
  let total = 0
  for (let row = 0; row < count; row++) total += values[row]! || 0
  return total
}
