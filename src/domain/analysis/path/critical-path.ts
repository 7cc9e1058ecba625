import { rowsWithLength } from '../order.ts'
import { durationOf, type Processes } from '../processes.ts'

/** A part of the critical path, in milliseconds since the origin. */
export interface PathStep {
  /** The process that decided this time, or −1 if none was recorded. */
  readonly row: number
  readonly from: number
  readonly to: number
  /** Nothing on the path was at work: a parent waited or started the next, or no process was recorded. */
  readonly gap: boolean
}

/** A process that used less of its own time than this did not work in it. */
const BUSY_SHARE = 0.3

/**
 * The critical path: the chain that decided the wall time, by ascending time, without overlap, and covering all of
 * [0, until]. Found by walking back from the end: of the children of the process at hand the one that ended last
 * before this moment released what came after; between its end and this moment the process itself decided. Then the
 * same within that child, and on from its start.
 *
 * An estimate: what waited for what was not recorded, only who ended when. Never longer than the wall time.
 * O(n log n).
 * @param own own times by row (`ownTimes`)
 */
export function criticalPath(processes: Processes, own: ArrayLike<number>, until: number): PathStep[] {
  const { start, parent, cpuTime } = processes
  const { first, child } = childrenByEnd(processes)
  const endOf = (row: number) => start[row]! + durationOf(processes, row, until)
  const path: PathStep[] = []
  const isParent = (row: number) => first[row + 1]! > first[row]!
  const works = (row: number) => !isParent(row) || cpuTime[row]! >= BUSY_SHARE * own[row]!
  const add = (row: number, from: number, to: number): void => {
    if (to > from) path.push({ row, from, to, gap: row < 0 || !works(row) })
  }

  /** The processes from the root to the one at hand, each with the children not yet looked at. */
  const stack = [{ row: -1, begin: 0, next: first[processes.count + 1]! - 1 }]
  let at = until
  while (stack.length > 0) {
    const here = stack.at(-1)!
    const place = here.row < 0 ? processes.count : here.row
    let found = -1
    while (found < 0 && here.next >= first[place]!) {
      const candidate = child[here.next--]!
      if (endOf(candidate) <= at && endOf(candidate) > here.begin) found = candidate
    }
    if (found < 0) {
      add(here.row, here.begin, at)
      at = Math.min(at, here.begin)
      stack.pop()
      continue
    }
    add(here.row, endOf(found), at)
    at = endOf(found)
    stack.push({ row: found, begin: Math.max(here.begin, start[found]!), next: first[found + 1]! - 1 })
  }
  return path.toReversed()

  /** Children by ascending end, those of row `r` at `first[r]` … ; those without a parent under the row `count`. */
  function childrenByEnd({ count }: Processes) {
    const first = new Int32Array(count + 2)
    const above = (row: number) => (parent[row]! < 0 || parent[row] === row ? count : parent[row]!)
    for (let row = 0; row < count; row++) first[above(row) + 1]!++
    for (let row = 0; row <= count; row++) first[row + 1]! += first[row]!
    const next = first.slice()
    const child = new Int32Array(count).fill(-1)
    for (const row of rowsWithLength(processes, processes.end)) child[next[above(row)]!++] = row
    return compact(first, child, count)
  }
}

/** Closes the gaps that rows without a length left. */
function compact(first: Int32Array, child: Int32Array, count: number) {
  const packed = new Int32Array(count + 2)
  let kept = 0
  for (let place = 0; place <= count; place++) {
    packed[place] = kept
    for (let i = first[place]!; i < first[place + 1]!; i++) if (child[i]! >= 0) child[kept++] = child[i]!
  }
  packed[count + 1] = kept
  return { first: packed, child }
}

/** The working time and the gaps of the path, in milliseconds. O(steps). */
export function sumPath(path: readonly PathStep[]): { readonly work: number; readonly gaps: number } {
  let work = 0
  let gaps = 0
  for (const { from, to, gap } of path) {
    if (gap) gaps += to - from
    else work += to - from
  }
  return { work, gaps }
}

/** The longest steps of a path, at most so many, in the order of time. */
export function longestSteps<Step extends Pick<PathStep, 'from' | 'to'>>(
  steps: readonly Step[],
  most: number,
): readonly Step[] {
  if (steps.length <= most) return steps
  const kept = steps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, Math.max(0, most))
  return kept.sort((a, b) => a.from - b.from)
}
