import type { PastRun } from './history.ts'

/** An earlier run of the same command in the same directory. */
export interface EarlierRun extends PastRun {
  readonly id: string
  /** Milliseconds; null if nothing measured it. */
  readonly cpuTime: number | null
  /** Its label `branch`. */
  readonly branch: string | undefined
}

/** How long a build usually takes. Times in milliseconds, medians of the sample. */
export interface Usual {
  readonly wall: number
  readonly cpuTime: number | null
  /** How many runs it is made of. */
  readonly sample: number
  /** All of them have the branch of the run in question. */
  readonly sameBranch: boolean
  /** The ids of the sample. */
  readonly ids: readonly string[]
  /** The run whose wall time is closest to the median, of several the newest. */
  readonly median: string
}

/** The newest runs that count. */
const MOST = 20
/** So many runs of the same branch are better evidence than more of any branch. */
const ENOUGH_OF_BRANCH = 3

/**
 * The usual of a run, from its earlier ones: the medians of up to 20 that succeeded, of the same branch if there are
 * three of it. Null if none succeeded. O(n log n).
 * @param earlier newest first
 * @param branch of the run in question
 */
export function usualOf(earlier: readonly EarlierRun[], branch: string | undefined): Usual | null {
  const succeeded = earlier.filter(({ outcome, duration }) => outcome === 'succeeded' && duration !== null)
  const ofBranch = succeeded.filter((run) => run.branch === branch)
  const runs = (ofBranch.length >= ENOUGH_OF_BRANCH ? ofBranch : succeeded).slice(0, MOST)
  const wall = medianOf(runs.map(({ duration }) => duration))
  if (wall === null) return null
  const distance = ({ duration }: EarlierRun) => Math.abs(duration! - wall)
  return {
    wall,
    cpuTime: medianOf(runs.map(({ cpuTime }) => cpuTime)),
    sample: runs.length,
    sameBranch: runs.every((run) => run.branch === branch),
    ids: runs.map(({ id }) => id),
    median: runs.reduce((best, run) => (distance(run) < distance(best) ? run : best)).id,
  }
}

/** The median of the known values; null if none is. O(n log n). */
export function medianOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b)
  if (known.length === 0) return null
  const middle = known.length >>> 1
  return known.length % 2 ? known[middle]! : (known[middle - 1]! + known[middle]!) / 2
}
