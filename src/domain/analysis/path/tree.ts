import { rowsByStart } from '../order.ts'
import type { RecordedRun } from '../recorded.ts'

/**
 * The processes of a run with sound times and parents. The run itself is at the index `count`. It is the parent of all
 * processes without another.
 */
export interface ProcessTree {
  readonly count: number
  /** Milliseconds, within the wall time. */
  readonly start: Float64Array
  readonly end: Float64Array
  /** Lower in the order of starts than the row itself, so that there is no circle; `count` for the run. */
  readonly parent: Int32Array
  /** The children of row `r` stand at `first[r]` … `first[r + 1] - 1` in both columns below. */
  readonly first: Int32Array
  readonly byStart: Int32Array
  readonly byEnd: Int32Array
  /** All rows by ascending start, and by ascending end. */
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Makes the tree of a run. A parent that cannot be one, since it had ended or had not begun, is left out. O(n log n). */
export function treeOf({ processes, wall }: Pick<RecordedRun, 'processes' | 'wall'>): ProcessTree {
  const { count } = processes
  const start = new Float64Array(count + 1)
  const end = new Float64Array(count + 1)
  for (let row = 0; row < count; row++) {
    start[row] = Math.min(Math.max(processes.start[row]!, 0), wall)
    end[row] = Math.max(Math.min(processes.end[row]!, wall), start[row]!)
  }
  end[count] = wall
  const parent = new Int32Array(count + 1).fill(count)
  for (let row = 0; row < count; row++) {
    const above = processes.parent[row]!
    if (above < 0 || end[above]! < start[row]!) continue
    if (start[above]! < start[row]! || (start[above] === start[row] && above < row)) parent[row] = above
  }
  parent[count] = -1
  const first = new Int32Array(count + 2)
  for (let row = 0; row < count; row++) first[parent[row]! + 1]!++
  for (let row = 0; row <= count; row++) first[row + 1]! += first[row]!
  const starts = rowsByStart({ count, start })
  // Of those that end at the same moment, children come before their parents.
  const ends = rowsByStart({ count, start: end.slice(0, count).toReversed() }).map((row) => count - 1 - row)
  const below = (rows: Int32Array) => {
    const next = first.slice()
    const children = new Int32Array(count)
    for (const row of rows) children[next[parent[row]!]!++] = row
    return children
  }
  // Of siblings that end at the same moment, one without a length comes last: it may have waited for the others.
  const endsOfStarts = Float64Array.from(starts, (row) => end[row]!)
  const byEnd = below(rowsByStart({ count, start: endsOfStarts }).map((place) => starts[place]!))
  return { count, start, end, parent, first, byStart: below(starts), byEnd, starts, ends }
}

/** Whether a process had children. */
export const isParent = ({ first }: Pick<ProcessTree, 'first'>, row: number): boolean =>
  first[row + 1]! > first[row]!

/** The length of each part that `first` delimits: for the tree, how many children each process had. O(count). */
export const lengths = (first: Int32Array, count: number): Int32Array =>
  Int32Array.from({ length: count }, (_, row) => first[row + 1]! - first[row]!)
