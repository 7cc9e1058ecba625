import type { BuildModel } from './model.ts'
import { isParent } from './tree.ts'

/**
 * The work of each process, by row; the last row is the run itself. Lengths are milliseconds of its own time if a processor is
 * always free for it.
 */
export interface Tasks {
  /** Before its first child, if it runs jobs; before the writer of its pipe ended, if it reads one. */
  readonly head: Float64Array
  /** Its parent's work before it starts this process. */
  readonly lead: Float64Array
  /** After the last of its children that it waits for. */
  readonly tail: Float64Array
  /** Processors that it uses in its own time. */
  readonly demand: Float64Array
  /** So many of its siblings must have ended before it can start: those that ended first. */
  readonly needs: Int32Array
  /** So many of its children must have ended before it does its tail: those that ended first. */
  readonly joins: Int32Array
  /** Jobs that need a file of this one: those of row `r` stand at `first[r]` … `first[r + 1] - 1` of `jobs`. */
  readonly needing: { readonly first: Int32Array; readonly jobs: Int32Array }
}

/** A parent that computes for more than this share of the time in which its children live does not wait for them. */
const BUSY = 0.25

/** Finds the work of each process. O(n log n). */
export function tasksOf(model: BuildModel): Tasks {
  const { run, tree, shares, servers, slots, writer } = model
  const { count, start, end, first, byStart, byEnd } = tree
  const head = new Float64Array(count + 1)
  const lead = new Float64Array(count + 1)
  const tail = new Float64Array(count + 1)
  const demand = new Float64Array(count + 1)
  const needs = new Int32Array(count + 1)
  const joins = new Int32Array(count + 1)
  const most = run.cores ?? Infinity
  /** The share of a process's time without its waiting for processors. */
  const pure = new Float64Array(count + 1).fill(1)
  for (let row = 0; row < count; row++) {
    const own = shares.own[row]!
    const left = own - shares.runQueue[row]!
    if (own > 0) pure[row] = left / own
    if (left > 0) demand[row] = Math.min(shares.cpu[row]! / left, most)
  }
  const reader = readersOf(model)
  for (let row = 0; row <= count; row++) {
    if (isParent(tree, row)) parentOf(row)
    else if (row < count) leafOf(row)
  }
  tail[count] = isParent(tree, count) ? tail[count]! : run.wall
  return { head, lead, tail, demand, needs, joins, needing: needingOf(model) }

  function leafOf(row: number): void {
    const fed = writer[row]!
    const until = fed < 0 ? start[row]! : end[fed]!
    if (fed >= 0) {
      // Until its writer ended, it may have waited for that. Its computing meanwhile is its own.
      head[row] = Math.min((until - start[row]!) * pure[row]!, shares.cpu[row]!)
      if (head[row]! > 0) demand[row] = Math.min(1, most)
    }
    tail[row] = Math.max(0, (end[row]! - until) * pure[row]! - blocked(row))
  }

  /** How long a writer may have waited for its reader: while that computed. */
  function blocked(row: number): number {
    if (reader[row]! < 0) return 0
    const idle = shares.own[row]! - shares.cpu[row]! - shares.runQueue[row]! - shares.disk[row]!
    return Math.max(0, Math.min(idle, shares.cpu[reader[row]!]!))
  }

  function parentOf(row: number): void {
    const runsJobs = servers.serverOf[row]! >= 0
    if (!runsJobs && row < count && computesBeside(model, row)) return busyParentOf(row)
    const last = first[row + 1]!
    /** Since when nothing but the parent itself kept the next child from starting. */
    let since = start[row]!
    let ended = first[row]!
    let passed = first[row]!
    if (runsJobs) {
      head[row] = (start[byStart[first[row]!]!]! - since) * pure[row]!
      since = start[byStart[first[row]!]!]!
    }
    for (let i = first[row]!; i < last; i++) {
      const child = byStart[i]!
      for (; ended < last && hasEnded(byEnd[ended]!, start[child]!); ended++)
        since = Math.max(since, end[byEnd[ended]!]!)
      const until = runsJobs ? slots.barrier[child]! : Infinity
      while (passed < ended && hasEnded(byEnd[passed]!, until)) passed++
      needs[child] = passed - first[row]!
      if (runsJobs && slots.waited[child]) since = Math.max(since, end[slots.by[child]!]!)
      lead[child] = (start[child]! - since) * pure[row]!
      since = start[child]!
    }
    for (; ended < last && end[byEnd[ended]!]! <= end[row]!; ended++)
      since = Math.max(since, end[byEnd[ended]!]!)
    joins[row] = ended - first[row]!
    tail[row] = Math.max(0, end[row]! - since) * pure[row]!
  }

  /** One that computes beside its children waits for none of them. */
  function busyParentOf(row: number): void {
    let since = start[row]!
    for (let i = first[row]!; i < first[row + 1]!; i++) {
      lead[byStart[i]!] = (start[byStart[i]!]! - since) * pure[row]!
      since = start[byStart[i]!]!
    }
    tail[row] = Math.max(0, end[row]! - since) * pure[row]!
  }

  /** Whether a child had ended by then. One without a length has only if it began before, too. */
  function hasEnded(child: number, time: number): boolean {
    return end[child]! < time || (end[child] === time && start[child]! < time)
  }
}

function computesBeside({ run, tree, shares }: BuildModel, row: number): boolean {
  const beside = (run.processes.cpuTime[row]! || 0) - shares.own[row]!
  return beside > BUSY * (tree.end[row]! - tree.start[row]! - shares.own[row]!)
}

/** The reader of each process's pipe that computes most, or −1. */
function readersOf({ tree, shares, writer }: BuildModel): Int32Array {
  const reader = new Int32Array(tree.count).fill(-1)
  for (let row = 0; row < tree.count; row++) {
    const fed = writer[row]!
    if (fed >= 0 && (reader[fed]! < 0 || shares.cpu[row]! > shares.cpu[reader[fed]!]!)) reader[fed] = row
  }
  return reader
}

function needingOf({ tree: { count }, files }: BuildModel): Tasks['needing'] {
  const first = new Int32Array(count + 2)
  for (const row of files.needs) first[row + 1]!++
  for (let row = 0; row <= count; row++) first[row + 1]! += first[row]!
  const next = first.slice()
  const jobs = new Int32Array(files.needs.length)
  for (let row = 0; row < count; row++)
    for (let i = files.first[row]!; i < files.first[row + 1]!; i++) jobs[next[files.needs[i]!]!++] = row
  return { first, jobs }
}
