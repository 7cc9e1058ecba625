/**
 * How many processes were at work at each moment. A process that waits for its children would count twice,
 * so only leaves count: processes that are alive while none of their children is.
 */

/** The columns of a run that the analysis reads; row `i` of each is one process, times are in milliseconds. */
export interface ProcessSpans {
  readonly count: number
  readonly start: ArrayLike<number>
  /** Infinity while the process runs. */
  readonly end: ArrayLike<number>
  /** The parent's row, or −1. */
  readonly parent: ArrayLike<number>
}

/** A step function: `level[i]` holds from `time[i]` until `time[i + 1]`; it is 0 before the first step. */
export interface Steps {
  readonly time: Float64Array
  readonly level: Int32Array
}

/**
 * The number of leaf processes over time.
 * Its integral is the sum of the times that each process was alive without a living child.
 * O(n log n) for n processes. Processes of no length count for nothing.
 * @param until where to stop, in milliseconds: "now" for a build that runs.
 */
export function leafConcurrency(spans: ProcessSpans, until: number): Steps {
  const { start, end, parent } = spans
  const starts = rowsSortedBy(spans, start)
  const ends = rowsSortedBy(spans, end)
  const alive = new Uint8Array(spans.count)
  const livingChildren = new Int32Array(spans.count)
  const time = new Float64Array(starts.length * 2)
  const level = new Int32Array(starts.length * 2)
  let steps = 0
  let current = 0

  const step = (at: number): void => {
    if (steps > 0 && time[steps - 1] === at) steps--
    if (steps > 0 ? level[steps - 1] === current : current === 0) return
    time[steps] = at
    level[steps++] = current
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
      if (livingChildren[row] === 0) current--
      const above = parent[row]!
      if (above >= 0 && --livingChildren[above]! === 0 && alive[above]) current++
      step(nextEnd)
    } else {
      const row = starts[s++]!
      alive[row] = 1
      if (livingChildren[row] === 0) current++
      const above = parent[row]!
      if (above >= 0 && livingChildren[above]!++ === 0 && alive[above]) current--
      step(nextStart)
    }
  }
  if (current !== 0) {
    current = 0
    step(until)
  }
  return { time: time.slice(0, steps), level: level.slice(0, steps) }
}

/** The rows that have a length, by ascending `key`. */
function rowsSortedBy({ count, start, end }: ProcessSpans, key: ArrayLike<number>): Int32Array {
  const rows = new Int32Array(count)
  let kept = 0
  let sorted = true
  for (let row = 0; row < count; row++) {
    if (!(end[row]! > start[row]!)) continue
    if (kept > 0 && key[rows[kept - 1]!]! > key[row]!) sorted = false
    rows[kept++] = row
  }
  const result = rows.subarray(0, kept)
  // Infinity − Infinity is not a number, hence no subtraction.
  return sorted ? result : result.sort((a, b) => (key[a]! < key[b]! ? -1 : key[a]! > key[b]! ? 1 : 0))
}

/**
 * Summarises a step function for drawing: for each of `mean.length` equal parts of [from, to) its time-weighted
 * mean and its maximum. O(steps inside + parts).
 */
export function sampleSteps(
  steps: Steps,
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
