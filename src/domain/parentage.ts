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
