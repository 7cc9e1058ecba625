import type { Outcome } from '../outcome.ts'
import { quartilesOf, type Quartiles } from './quartiles.ts'

/** A run of some command in some directory, as its history needs it. */
export interface PastRun {
  /** Milliseconds; null if it is not known. */
  readonly duration: number | null
  readonly outcome: Outcome
}

/** A run in comparison with the earlier runs of its command. Times in milliseconds. */
export interface Verdict {
  /** Of the earlier runs that passed; null if there were none. */
  readonly usual: Quartiles | null
  /** How many those are. */
  readonly sample: number
  /** The run's duration over the median, less one: 0.25 is a quarter slower. Null if either is not known. */
  readonly change: number | null
  /** It was slower than chance explains. */
  readonly regression: boolean
  /** For a running build: the remaining time if it takes as long as usual; null if that has passed, or is unknown. */
  readonly remaining: number | null
}

/** With fewer earlier runs, the scatter of durations is unknown. */
const LEAST_SAMPLE = 4
/** A regression is at least this much slower than the median, however little the earlier runs scatter. */
const LEAST_CHANGE = 0.1
/** Tukey's fence: beyond the upper quartile by this many times the distance of the quartiles. */
const FENCE = 1.5

/**
 * Judges a run by the earlier ones of the same command in the same directory. Only runs that passed count, because
 * one that failed or was interrupted stopped early. A regression is slower than Tukey's upper fence of the earlier ones, and by at least
 * a tenth than their median, out of at least four. O(n log n) for n earlier runs.
 * @param elapsed how long the run took, or has taken so far
 */
export function judge(earlier: readonly PastRun[], { duration, outcome }: PastRun, elapsed: number): Verdict {
  const passed = earlier.flatMap((run) =>
    run.outcome === 'succeeded' && run.duration !== null ? [run.duration] : [],
  )
  const usual = quartilesOf(passed) ?? null
  const known = usual !== null && usual.median > 0
  const change = known && outcome === 'succeeded' && duration !== null ? duration / usual.median - 1 : null
  const fence = usual ? usual.high + FENCE * (usual.high - usual.low) : Infinity
  return {
    usual,
    sample: passed.length,
    change,
    regression:
      passed.length >= LEAST_SAMPLE && change !== null && change >= LEAST_CHANGE && duration! > fence,
    remaining: usual && outcome === 'running' ? remainingOf(passed, elapsed) : null,
  }
}

/** The median of the durations above `elapsed`, less `elapsed`. */
function remainingOf(durations: readonly number[], elapsed: number): number | null {
  const longer = quartilesOf(durations.filter((duration) => duration > elapsed))
  return longer ? longer.median - elapsed : null
}
