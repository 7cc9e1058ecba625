import type { Outcome } from '../outcome.ts'
import type { Others } from '../time/others.ts'
import type { Quartiles } from '../trends/quartiles.ts'

/** A run as a gate looks at it. Times in milliseconds. */
export interface GatedRun {
  readonly outcome: Outcome
  /** Wall time; null if it is not known. */
  readonly wall: number | null
  /** CPU time of all processes; null if nothing measured it. */
  readonly cpuTime: number | null
  /** Logical processors of its host; null if unknown. */
  readonly cores: number | null
  /** What other programs took meanwhile; null if nobody sampled the machine. */
  readonly others: Others | null
  /**
   * How long its processes could run and had no processor, or one that the hypervisor took away; summed over the processes. Null if
   * it is not known.
   */
  readonly waited: number | null
  /** Null if it was not compared, as the runs of the baseline themselves. */
  readonly compared: ComparedProcesses | null
}

/** A run process by process beside one of its baseline. */
export interface ComparedProcesses {
  /** How many times as much CPU time its processes took as the same ones of the other (`cpuRatioOf`). */
  readonly cpuRatio: number
  /** CPU time of the other, in milliseconds. */
  readonly cpuTime: number
}

/**
 * How a gate judges: `passed`, `slower` than the baseline by more than the limit, `failed` for a build that failed and so has
 * no time to judge, or `no-baseline`.
 */
export type GateResult = 'passed' | 'slower' | 'failed' | 'no-baseline'

/** One time of the run beside that of the baseline, in milliseconds. */
export interface GateMeasure {
  readonly kind: 'wall' | 'cpu'
  /** As it was measured. */
  readonly measured: number
  /** As it is judged: without what other programs did to it. */
  readonly judged: number
  /** Of the runs of the baseline. */
  readonly baseline: Quartiles
  /** The largest time that passes. */
  readonly limit: number
  /** The judged time over the upper quartile of the baseline, less one: 0.25 is a quarter slower. */
  readonly change: number
  readonly slower: boolean
}

/** What a gate says of a run. */
export interface GateReport {
  readonly result: GateResult
  /** Runs of the baseline that count. */
  readonly sample: number
  /** Share of the machine that other programs took during the run, 0 … 1; null if nobody sampled it. */
  readonly othersShare: number | null
  /** The measures that could be judged. */
  readonly measures: readonly GateMeasure[]
}
