import type { BoundKind, BoundStep } from './bound-step.ts'
import type { BuildModel } from './model.ts'
import { isParent, type ProcessTree } from './tree.ts'

/** A parent that takes no longer, in milliseconds, is at work when it starts the next child. */
const STARTING = 20

/**
 * Splits a time that a process decided itself into steps by what it did, in proportion to its whole own time. Where a
 * child of it lived, it waited for that. Steps come by descending time, as the path is found.
 */
export function ownTimeOf({ tree, shares, writer }: BuildModel, add: (step: BoundStep) => void) {
  const { count, start, end, first, byStart } = tree
  const latest = latestEnds(tree)
  const isFed = new Uint8Array(count)
  for (let row = 0; row < count; row++)
    if (writer[row]! >= 0) {
      isFed[row] = 1
      isFed[writer[row]!] = 1
    }

  /** @param isSlot the process held a slot that the next one waited for */
  return ({ row, from, to, release }: Omit<BoundStep, 'kind'>, isSlot: boolean): void => {
    if (to <= from) return
    if (row === count) return add({ row: -1, from, to, kind: 'unrecorded', release })
    const alone = isParent(tree, row) ? firstChildIn(row, from, to) : to
    if (to > alone && to - alone > STARTING) add({ row, from: alone, to, kind: 'child', release })
    const until = to - alone > STARTING ? alone : to
    // By descending time, so the last step of the process comes first here.
    const own = shares.own[row]!
    const parts: readonly [BoundKind, number][] = [
      [
        isSlot ? 'slot' : isFed[row] ? 'pipe' : 'waiting',
        own - shares.cpu[row]! - shares.runQueue[row]! - shares.disk[row]!,
      ],
      ['disk', shares.disk[row]!],
      ['processor', shares.runQueue[row]!],
    ]
    let at = until
    for (const [kind, time] of parts) {
      const length = own > 0 && time > 0 ? Math.min(at - from, ((until - from) * time) / own) : 0
      if (length > 0) add({ row, from: at - length, to: at, kind, release })
      at -= length
    }
    if (at > from) add({ row, from, to: at, kind: isSlot ? 'slot' : 'work', release })
  }

  /** From when on a child of a process lived within a time. */
  function firstChildIn(row: number, from: number, to: number): number {
    let low = first[row]!
    let high = first[row + 1]!
    while (low < high) {
      const middle = (low + high) >>> 1
      if (start[byStart[middle]!]! <= from) low = middle + 1
      else high = middle
    }
    if (low > first[row]! && latest[low - 1]! > from) return from
    for (; low < first[row + 1]! && start[byStart[low]!]! < to; low++)
      if (end[byStart[low]!]! > start[byStart[low]!]!) return start[byStart[low]!]!
    return to
  }
}

/** By place in `byStart`: the latest end of it and its siblings before. */
function latestEnds({ count, end, first, byStart }: ProcessTree): Float64Array {
  const latest = new Float64Array(count)
  for (let row = 0; row <= count; row++)
    for (let i = first[row]!; i < first[row + 1]!; i++)
      latest[i] = Math.max(end[byStart[i]!]!, i > first[row]! ? latest[i - 1]! : 0)
  return latest
}
