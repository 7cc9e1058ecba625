import type { ProcessSpans } from '../spans.ts'
import { rowsByStart } from '../order.ts'
import { durationOf } from '../processes.ts'

/**
 * The time in which each process had a living child within [from, to], in milliseconds. O(n) if rows are in order of start,
 * else O(n log n).
 */
export function waitedTimes(spans: ProcessSpans, from: number, to: number, until: number): Float64Array {
  const { count, start, parent } = spans
  const waited = new Float64Array(count)
  const covered = new Float64Array(count).fill(from)
  for (const row of rowsByStart(spans)) {
    const above = parent[row]!
    if (above < 0) continue
    const from = Math.max(start[row]!, covered[above]!, start[above]!)
    const end = Math.min(
      start[row]! + durationOf(spans, row, until),
      start[above]! + durationOf(spans, above, until),
      to,
    )
    if (end <= from) continue
    waited[above]! += end - from
    covered[above] = end
  }
  return waited
}

/**
 * The own time of each process, in milliseconds: how long it was alive while none of its children was. A build's
 * waiting — of `make` for `gcc` for `cc1` — counts once. O(n) after a sort.
 */
export function ownTimes(spans: ProcessSpans, until: number): Float64Array {
  const own = waitedTimes(spans, -Infinity, Infinity, until)
  for (let row = 0; row < spans.count; row++)
    own[row] = Math.max(0, durationOf(spans, row, until) - own[row]!)
  return own
}
