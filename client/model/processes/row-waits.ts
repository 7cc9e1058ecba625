import { rowsByStart } from '../../../src/domain/analysis/order.ts'
import type { WaitColumns } from '../../../src/domain/analysis/wait-columns.ts'

/** The rows as they are ordered. */
interface Rows {
  readonly count: number
  readonly start: ArrayLike<number>
  readonly pid: ArrayLike<number>
  /** More than 0 if they changed since they were read. */
  readonly version: number
}

/** What processes waited for, by row, in milliseconds; NaN where it is not known. */
export interface RowWaits {
  readonly runQueue: Float64Array
  readonly disk: Float64Array
}

/**
 * Brings the daemon's columns into the order of the rows. The daemon orders processes by start and pid; rows of a build that
 * was watched stand in the order in which they came. Null if the rows are not all of the daemon's. O(n) after a sort.
 */
export function rowWaitsOf(rows: Rows, { runQueue, disk }: WaitColumns): RowWaits | null {
  const { count, version } = rows
  if (runQueue.length !== count) return null
  const order = rowsByStart(rows)
  if (version > 0) sortTies(order, rows)
  const placed = (column: WaitColumns['disk']) => {
    const into = new Float64Array(count)
    for (let i = 0; i < count; i++) into[order[i]!] = column[i] ?? NaN
    return into
  }
  return { runQueue: placed(runQueue), disk: placed(disk) }
}

/** Sorts rows of one start by pid. */
function sortTies(order: Int32Array, { start, pid }: Pick<Rows, 'start' | 'pid'>): void {
  for (let i = 1; i < order.length; i++) {
    const row = order[i]!
    let at = i
    for (; at > 0 && start[order[at - 1]!] === start[row] && pid[order[at - 1]!]! > pid[row]!; at--)
      order[at] = order[at - 1]!
    order[at] = row
  }
}
