import type { ProcessSpans } from '../spans.ts'
import { rowsByStart } from '../order.ts'
import { durationOf } from '../processes.ts'

/**
 * A track for each process, as trace viewers need them: the slices of a track are nested or apart, never crossed. A process
 * goes on its parent's track if it fits there, or else on the first free one. O(n × tracks).
 */
export function tracksOf(spans: ProcessSpans, until: number): Int32Array {
  const track = new Int32Array(spans.count)
  /** The ends of the open slices on each track, innermost last. */
  const open: number[][] = []
  for (const row of rowsByStart(spans)) {
    const start = spans.start[row]!
    const end = start + durationOf(spans, row, until)
    const closeEnded = (stack: number[]): void => {
      while (stack.length > 0 && stack.at(-1)! <= start) stack.pop()
    }
    const parent = spans.parent[row]!
    const above =
      parent >= 0 && parent !== row && spans.start[parent]! <= start ? open[track[parent]!] : undefined
    if (above) closeEnded(above)
    if (above && above.length > 0 && above.at(-1)! >= end) track[row] = track[parent]!
    else {
      open.forEach(closeEnded)
      const free = open.findIndex((stack) => stack.length === 0)
      track[row] = free < 0 ? open.push([]) - 1 : free
    }
    open[track[row]!]!.push(end)
  }
  return track
}
