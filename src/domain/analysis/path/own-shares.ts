import type { RecordedRun } from '../recorded.ts'
import { lastAtOrBefore } from '../time/concurrency.ts'
import { ownTimes } from '../time/own-time.ts'
import { isParent, type ProcessTree } from './tree.ts'

/** How processes spent their own time, in which no child of theirs lived, in milliseconds by row. */
export interface OwnShares {
  readonly own: Float64Array
  /** CPU time in it; of several threads the sum, so that it may exceed the own time. */
  readonly cpu: Float64Array
  /** Waited for a processor: as recorded, else an estimate. */
  readonly runQueue: Float64Array
  /** Waited for a disk; 0 if unknown. */
  readonly disk: Float64Array
}

/** From so much of the processors on, a process that did not run may have waited for one. */
const FULL = 0.85

/**
 * Splits the own time of processes. Without recorded waits, a process that did not compute while the build used all
 * processors is taken to have waited for one. O(n log n).
 */
export function ownSharesOf(run: RecordedRun, tree: ProcessTree): OwnShares {
  const { processes, waits } = run
  const { count, start, end } = tree
  const spans = { count, start, end, parent: tree.parent.map((row) => (row === count ? -1 : row)) }
  const own = ownTimes(spans, run.wall)
  const cpu = new Float64Array(count)
  const disk = new Float64Array(count)
  const runQueue = new Float64Array(count)
  for (let row = 0; row < count; row++) {
    const known = processes.cpuTime[row]! || 0
    // A parent's computing beside its children does not belong to the time in which it waits for them.
    cpu[row] = isParent(tree, row) ? Math.min(known, own[row]!) : known
    disk[row] = waits ? Math.min(waits.disk[row]! || 0, own[row]!) : 0
  }
  const full = waits === null ? fullTime(run, tree, cpu) : undefined
  for (let row = 0; row < count; row++) {
    const spare = Math.max(0, own[row]! - cpu[row]! - disk[row]!)
    const recorded = waits?.runQueue[row]
    const life = end[row]! - start[row]!
    const estimate = full && life > 0 ? (spare * (full(end[row]!) - full(start[row]!))) / life : 0
    runQueue[row] = Math.min(spare, recorded === undefined || Number.isNaN(recorded) ? estimate : recorded)
  }
  return { own, cpu, runQueue, disk }
}

/** Of a time: how long until then the build used all processors, as far as CPU times tell. */
function fullTime({ cores }: RecordedRun, tree: ProcessTree, cpu: Float64Array) {
  if (cores === null) return undefined
  const { count, start, end, starts, ends } = tree
  const times = new Float64Array(2 * count)
  const until = new Float64Array(2 * count)
  let load = 0
  let sum = 0
  let at = 0
  let s = 0
  let e = 0
  for (let i = 0; i < 2 * count; i++) {
    const isEnd = s >= count || end[ends[e]!]! <= start[starts[s]!]!
    const row = isEnd ? ends[e++]! : starts[s++]!
    const time = isEnd ? end[row]! : start[row]!
    if (load >= FULL * cores) sum += time - at
    at = time
    times[i] = time
    until[i] = sum
    if (end[row]! > start[row]!) load += ((isEnd ? -1 : 1) * cpu[row]!) / (end[row]! - start[row]!)
  }
  return (time: number): number => until[lastAtOrBefore(times, time)] ?? 0
}
