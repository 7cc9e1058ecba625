import type { ProcessSpans } from '../../../src/domain/analysis/spans.ts'
import { rowsByStart } from '../../../src/domain/analysis/order.ts'

/**
 * The children of each row by start: those of `row` are `child[first[row]]` … `child[first[row + 1] − 1]`. A process without a
 * parent is a child of the row `count`.
 */
export interface Family {
  readonly count: number
  /** The parent's row, or `count`. */
  readonly parent: Int32Array
  readonly first: Int32Array
  readonly child: Int32Array
}

/** Gathers the children of each row. Parents that form a circle have none. O(n), after a sort. */
export function familyOf(spans: ProcessSpans): Family {
  const { count, start } = spans
  const parent = new Int32Array(count).fill(count)
  for (let row = 0; row < count; row++) {
    const above = spans.parent[row]!
    // A parent that began later than its child comes from a wrong clock, and could lead round in a circle.
    const real = above >= 0 && above !== row && start[above]! <= start[row]!
    if (real && (start[above] !== start[row] || above < row)) parent[row] = above
  }
  const first = new Int32Array(count + 2)
  for (let row = 0; row < count; row++) first[parent[row]! + 1]!++
  for (let row = 0; row <= count; row++) first[row + 1]! += first[row]!
  const child = new Int32Array(count)
  const next = first.slice()
  for (const row of rowsByStart(spans)) child[next[parent[row]!]!++] = row
  return { count, parent, first, child }
}

/** Every row after its parent, siblings by start. @param latestFirst the other way round */
export function preorderOf({ first, child, count }: Family, latestFirst = false): Int32Array<ArrayBuffer> {
  const preorder = new Int32Array(count)
  const stack = [count]
  let filled = 0
  while (stack.length > 0) {
    const row = stack.pop()!
    if (row !== count) preorder[filled++] = row
    const from = first[row]!
    const last = first[row + 1]! - 1
    // The stack turns them round.
    for (let i = 0; i <= last - from; i++) stack.push(child[latestFirst ? from + i : last - i]!)
  }
  return preorder
}
