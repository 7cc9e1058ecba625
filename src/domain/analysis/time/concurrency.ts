import { rowsWithLength } from '../order.ts'
import type { ProcessSpans } from '../spans.ts'

/**
 * How many processes were at work at each moment. A process that waits for its children would count twice,
 * so only leaves count: processes that are alive while none of their children is.
 */

/** A step function: `level[i]` holds from `time[i]` until `time[i + 1]`; it is 0 before the first step. */
export interface Steps<Level extends ArrayLike<number> = Int32Array> {
  readonly time: Float64Array
  readonly level: Level
}

/**
 * The number of leaf processes over time.
 * Its integral is the sum of the times that each process was alive without a living child.
 * O(n log n) for n processes. Processes of no length count for nothing.
 * @param until where to stop, in milliseconds: "now" for a build that runs.
 */
export function leafConcurrency(spans: ProcessSpans, until: number): Steps {
  const time = new Float64Array(spans.count * 2 + 1)
  const level = new Int32Array(spans.count * 2 + 1)
  let steps = 0
  sweepLeaves(spans, until, (at, leaves) => {
    if (steps > 0 && time[steps - 1] === at) steps--
    if (steps > 0 ? level[steps - 1] === leaves : leaves === 0) return
    time[steps] = at
    level[steps++] = leaves
  })
  return { time: time.slice(0, steps), level: level.slice(0, steps) }
}

/** How much was done at a time, in milliseconds. */
export interface Work {
  /** How long each process was the only one at work: the one leaf of that time. By row. */
  readonly alone: Float64Array
  /** The integral of the concurrency: the sum of the times that each process was a leaf. */
  readonly atWork: number
  /** How long at least one was at work. */
  readonly busy: number
  /** The most leaves at a time. */
  readonly peak: number
  /** The end of the run in which at most one process was at work: since when, and how long each was, by row. */
  readonly tail: { readonly from: number; readonly alone: ReadonlyMap<number, number> }
}

/** Sums up the concurrency until a moment. O(n log n). */
export function sumWork(spans: ProcessSpans, until: number): Work {
  const alone = new Float64Array(spans.count)
  let atWork = 0
  let busy = 0
  let since = 0
  let level = 0
  let only = -1
  let peak = 0
  let from = 0
  const lately = new Map<number, number>()
  sweepLeaves(spans, until, (at, leaves, rowSum) => {
    const length = at - since
    if (level > 0) busy += length
    if (level === 1) alone[only]! += length
    if (level === 1) lately.set(only, (lately.get(only) ?? 0) + length)
    if (level > 1 && length > 0) {
      peak = Math.max(peak, level)
      from = at
      lately.clear()
    }
    atWork += level * length
    since = at
    level = leaves
    only = rowSum
  })
  return { alone, atWork, busy, peak, tail: { from, alone: lately } }
}

/**
 * Walks along time. After each change it calls back with the number of leaves and the sum of their row numbers, which is the
 * leaf's row if there is one leaf. Several changes may have the same time.
 */
function sweepLeaves(
  spans: ProcessSpans,
  until: number,
  changed: (at: number, leaves: number, rowSum: number) => void,
): void {
  const { start, end, parent } = spans
  const starts = rowsWithLength(spans, start)
  const ends = rowsWithLength(spans, end)
  const alive = new Uint8Array(spans.count)
  const livingChildren = new Int32Array(spans.count)
  let leaves = 0
  let rowSum = 0
  const count = (row: number, by: 1 | -1): void => {
    leaves += by
    rowSum += by * row
  }

  let s = 0
  let e = 0
  while (s < starts.length || e < ends.length) {
    const nextStart = s < starts.length ? start[starts[s]!]! : Infinity
    const nextEnd = e < ends.length ? Math.min(end[ends[e]!]!, until) : Infinity
    if (Math.min(nextStart, nextEnd) >= until) break
    // At the same moment an end comes first: two processes in a row are one at a time.
    if (nextEnd <= nextStart) {
      const row = ends[e++]!
      alive[row] = 0
      if (livingChildren[row] === 0) count(row, -1)
      const above = parent[row]!
      if (above >= 0 && --livingChildren[above]! === 0 && alive[above]) count(above, 1)
      changed(nextEnd, leaves, rowSum)
    } else {
      const row = starts[s++]!
      alive[row] = 1
      if (livingChildren[row] === 0) count(row, 1)
      const above = parent[row]!
      if (above >= 0 && livingChildren[above]!++ === 0 && alive[above]) count(above, -1)
      changed(nextStart, leaves, rowSum)
    }
  }
  if (leaves !== 0) changed(until, 0, 0)
}

/**
 * Summarises a step function for drawing: for each of `mean.length` equal parts of [from, to) its time-weighted
 * mean and its maximum. O(steps inside + parts).
 */
export function sampleSteps(
  steps: Steps<ArrayLike<number>>,
  from: number,
  to: number,
  mean: Float32Array,
  peak: Float32Array,
): void {
  const { time, level } = steps
  const width = (to - from) / mean.length
  let i = lastAtOrBefore(time, from)
  for (let part = 0; part < mean.length; part++) {
    const left = from + part * width
    const right = left + width
    let sum = 0
    let most = 0
    let at = left
    for (;;) {
      const next = i + 1 < time.length ? time[i + 1]! : Infinity
      const here = i >= 0 ? level[i]! : 0
      const stop = Math.min(next, right)
      if (stop > at) {
        sum += here * (stop - at)
        if (here > most) most = here
        at = stop
      }
      if (next >= right) break
      i++
    }
    mean[part] = sum / width
    peak[part] = most
  }
}

/** The index of the last element ≤ `value` in an ascending array, or −1. */
export function lastAtOrBefore(ascending: ArrayLike<number>, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle]! <= value) low = middle + 1
    else high = middle
  }
  return low - 1
}
