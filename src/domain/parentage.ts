/** What parentage needs to know of a process. */
export interface Kin {
  readonly pid: number
  readonly ppid: number
  readonly startTime: bigint
}

/**
 * Finds the parent of a process. A pid is reused within a build, so of the processes that had the parent's pid it is
 * the latest that had begun by then; where clocks disagree and none had, the earliest.
 * @param holders the processes of the same run with `pid === child.ppid`, in any order
 */
export function parentOf<P extends Kin>(child: Kin, holders: readonly P[]): P | undefined {
  let before: P | undefined
  let earliest: P | undefined
  for (const holder of holders) {
    if (holder.pid === child.pid && holder.startTime === child.startTime) continue
    if (holder.startTime <= child.startTime && (!before || holder.startTime > before.startTime))
      before = holder
    if (!earliest || holder.startTime < earliest.startTime) earliest = holder
  }
  return before ?? earliest
}

/** Groups by a key, in order. */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}

/**
 * Finds the parent of every process of a run, by the rule of `parentOf`. O(n log m) where a pid was used m times.
 * @param start in any unit; ascending, as a run's columns are
 * @returns the parent's row by row, or −1
 */
export function parentRows(
  pid: ArrayLike<number>,
  ppid: ArrayLike<number>,
  start: ArrayLike<number>,
): Int32Array<ArrayBuffer> {
  const holders = new Map<number, number[]>()
  for (let row = 0; row < pid.length; row++) {
    const rows = holders.get(pid[row]!)
    if (rows) rows.push(row)
    else holders.set(pid[row]!, [row])
  }
  const parent = new Int32Array(pid.length)
  for (let row = 0; row < pid.length; row++) {
    const rows = holders.get(ppid[row]!) ?? []
    // The last that began no later, itself passed over; else the first.
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (start[rows[middle]!]! <= start[row]!) low = middle + 1
      else high = middle
    }
    let at = low - 1
    if (rows[at] === row) at--
    if (at < 0) at = rows[0] === row ? 1 : 0
    parent[row] = rows[at] ?? -1
  }
  return parent
}
