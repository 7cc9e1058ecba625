import type { RecordedRun } from '../recorded.ts'
import type { PathStep } from '../path/critical-path.ts'
import type { ToolTime } from './tools.ts'

/** The facts of a run beside its processes. */
export type RunFacts = Pick<RecordedRun, 'wall' | 'cores' | 'status'> &
  Partial<Pick<RecordedRun, 'exitCode' | 'waits' | 'machine'>>

/** The measurements of a run. Times in milliseconds; processes by their row. */
export interface Measured {
  readonly wall: number
  /** CPU time of all processes. */
  readonly cpuTime: number
  /** Leaf processes at a time, weighted by time. */
  readonly meanConcurrency: number
  /** How long exactly one process was at work. */
  readonly alone: number
  /** How long none was. */
  readonly idle: number
  readonly byTool: readonly ToolTime[]
  /** The longest at work, waiting for children not counted. */
  readonly slowest: readonly number[]
  readonly criticalPath: readonly PathStep[]
  /** Own time by row. */
  readonly own: Float64Array
}
