import type { ProcessSpans } from '../../../src/domain/analysis/spans.ts'
import { rowsByStart } from '../../../src/domain/analysis/order.ts'
import { familyOf, preorderOf } from '../processes/family.ts'

/**
 * The lane of each process. The slices of a lane follow each other without overlap, so that bisection finds one. `row`, `start`
 * and `end` list all slices lane by lane; those of lane `l` are at `offset[l]` … `offset[l + 1] − 1`, by start.
 */
export interface Lanes {
  readonly count: number
  /** By process row. */
  readonly lane: Int32Array
  readonly offset: Int32Array
  readonly row: Int32Array
  readonly start: Float64Array
  readonly end: Float64Array
}

/**
 * `tree`: children below their parent. `packed`: each process in the first free lane, with working processes above waiting
 * ones.
 */
export type Layout = 'tree' | 'packed'

/** Lays out all processes. */
export const layOut = (spans: ProcessSpans, layout: Layout): Lanes =>
  layout === 'tree' ? layOutTree(spans) : layOutPacked(spans)

/**
 * The first free lane for each process, in order of start. Processes that had children and waited come below those that worked,
 * so that the upper lanes show the concurrency. O(n × lanes), after a sort.
 */
export function layOutPacked(spans: ProcessSpans): Lanes {
  const lane = new Int32Array(spans.count)
  const hadChildren = new Uint8Array(spans.count)
  for (let row = 0; row < spans.count; row++) if (spans.parent[row]! >= 0) hadChildren[spans.parent[row]!] = 1
  const working = new Shelf()
  const waiting = new Shelf()
  for (const row of rowsByStart(spans))
    lane[row] = (hadChildren[row] ? waiting : working).place(spans.start[row]!, spans.end[row]!, 1)
  for (let row = 0; row < spans.count; row++) if (hadChildren[row]) lane[row]! += working.height
  return toLanes(spans, lane)
}

/**
 * Nested packing. A process with all its descendants is a block as long as the longest-lived of them. Blocks of siblings share
 * lanes if their times do not overlap. O(n × lanes of a block), after a sort.
 */
export function layOutTree(spans: ProcessSpans): Lanes {
  const { count, end, start } = spans
  const family = familyOf(spans)
  const { first, child } = family
  const preorder = preorderOf(family)
  const height = new Int32Array(count)
  const until = new Float64Array(count)
  /** Counted from the parent's lane. */
  const below = new Int32Array(count)
  const shelf = new Shelf()

  const placeChildren = (from: number, to: number): void => {
    shelf.clear()
    for (let i = from; i < to; i++) {
      const row = child[i]!
      below[row] = 1 + shelf.place(start[row]!, until[row]!, height[row]!)
    }
  }
  // From the last to the first, so that a block is complete before its parent places it.
  for (let i = count - 1; i >= 0; i--) {
    const row = preorder[i]!
    const from = first[row]!
    const to = first[row + 1]!
    placeChildren(from, to)
    height[row] = 1 + shelf.height
    until[row] = end[row]!
    for (let c = from; c < to; c++) if (until[child[c]!]! > until[row]!) until[row] = until[child[c]!]!
  }
  placeChildren(first[count]!, first[count + 1]!)
  const lane = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const row = preorder[i]!
    const parent = family.parent[row]!
    lane[row] = (parent === count ? -1 : lane[parent]!) + below[row]!
  }
  return toLanes(spans, lane)
}

/** Lanes that fill from the top; lane `l` is free from `free[l]`. */
class Shelf {
  #free: number[] = []
  get height(): number {
    return this.#free.length
  }
  clear(): void {
    this.#free.length = 0
  }
  /** The topmost of `height` neighbouring lanes that are free from `start`; they are taken until `end`. */
  place(start: number, end: number, height: number): number {
    let run = 0
    let top = this.#free.length
    for (let lane = 0; lane < this.#free.length; lane++) {
      run = this.#free[lane]! <= start ? run + 1 : 0
      if (run === height) {
        top = lane - height + 1
        break
      }
    }
    // A run of free lanes at the bottom is continued by new ones.
    if (top === this.#free.length) top -= run
    const until = Math.max(end, start)
    for (let lane = top; lane < top + height; lane++) this.#free[lane] = until
    return top
  }
}

function toLanes(spans: ProcessSpans, lane: Int32Array): Lanes {
  let count = 0
  for (let row = 0; row < spans.count; row++) if (lane[row]! >= count) count = lane[row]! + 1
  const offset = new Int32Array(count + 1)
  for (let row = 0; row < spans.count; row++) offset[lane[row]! + 1]!++
  for (let l = 0; l < count; l++) offset[l + 1]! += offset[l]!
  const next = offset.slice()
  const row = new Int32Array(spans.count)
  const start = new Float64Array(spans.count)
  const end = new Float64Array(spans.count)
  for (const r of rowsByStart(spans)) {
    const at = next[lane[r]!]!++
    row[at] = r
    start[at] = spans.start[r]!
    end[at] = spans.end[r]!
  }
  return { count, lane, offset, row, start, end }
}
