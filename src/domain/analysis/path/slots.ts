import type { FileEdges } from './file-edges.ts'
import type { JobServers } from './job-servers.ts'
import type { ProcessTree } from './tree.ts'

/** A job that starts so soon after another ended, in milliseconds, was waiting for its slot. */
const GAP = 20
/** A program may take so long, in milliseconds, until it starts a job in a free slot. */
const REACTION = 10

/** Why each job started when it did; other processes are not in it. By row. */
export interface Slots {
  /** 1 if it waited for a slot only. */
  readonly waited: Uint8Array
  /** The job whose end let it start, or −1. */
  readonly by: Int32Array
  /** The time by which its program's prerequisites had ended. The job needs the siblings that ended no later. */
  readonly barrier: Float64Array
  /** By server: the stated limit, or else at least the observed one. */
  readonly jobs: readonly number[]
}

/**
 * Tells of each job whether it waited for a slot or for other jobs. A job that starts at once when another ends, while
 * all slots were taken, waited for the slot. A job that starts although a slot had been free waited for the sibling
 * that ended last, and so did those that start after it for slots: else they would have taken the free one. Where a
 * file shows which job it waited for, that is all.
 * O(n log n).
 */
export function slotsOf(tree: ProcessTree, servers: JobServers, files: FileEdges): Slots {
  const unlimited = servers.servers.map(() => Infinity)
  const observed = sweep(tree, servers, files, unlimited).most
  const jobs = servers.servers.map(({ jobs, isStated }, server) =>
    isStated ? jobs : Math.max(jobs, observed[server]!),
  )
  return { ...sweep(tree, servers, files, jobs), jobs }
}

/**
 * Each program has one slot of its own; in a job of another it is the slot of that job. The rest of the slots are
 * shared.
 */
function sweep(
  tree: ProcessTree,
  { servers, serverOf }: JobServers,
  files: FileEdges,
  jobs: readonly number[],
) {
  const { count, start, end, parent, starts, ends } = tree
  const waited = new Uint8Array(count)
  const by = new Int32Array(count).fill(-1)
  const barrier = new Float64Array(count).fill(-Infinity)
  /** By program: its jobs that run, the last that ended, and the time up to which its jobs had waited for others. */
  const running = new Int32Array(count + 1)
  const lastEnded = new Int32Array(count + 1).fill(-1)
  const waitedUntil = new Float64Array(count + 1).fill(-Infinity)
  /** By server: slots in use, slots that became free while a job may have waited for one, and the last that ended. */
  const used = servers.map(() => 0)
  const freed = servers.map(() => 0)
  const last = servers.map(() => -1)
  /** By server: when a job last began or ended. */
  const acted = servers.map(() => -Infinity)
  const most = servers.map(() => 0)

  const begin = (row: number, program: number, server: number): void => {
    const ended = last[server]!
    const own = lastEnded[program]!
    // One that had no job could have begun in its own slot at any time.
    const hadJob = running[program]! > 0 || (own >= 0 && start[row]! - end[own]! <= GAP)
    // Where no other job runs, there is nothing to wait for: the program itself was slow.
    const isQuick = start[row]! - acted[server]! <= GAP || used[server] === 0 || jobs[server] === 1
    const isSlot = freed[server]! > 0 && (hadJob || jobs[server] === 1) && isQuick
    if (isSlot) {
      freed[server]!--
      waited[row] = 1
      by[row] = ended
    } else {
      by[row] = lastNeeded(row)
      // A job that waited for a file says nothing of those after it.
      if (by[row]! < 0 && own >= 0) {
        by[row] = own
        waitedUntil[program] = end[own]!
      }
    }
    barrier[row] = waitedUntil[program]!
    if (takesShared(program, server)) used[server]!++
    running[program]!++
    acted[server] = start[row]!
    most[server] = Math.max(most[server]!, used[server]!)
  }
  const finish = (row: number, program: number, server: number): void => {
    const isWanted = freed[server]! > 0 && end[row]! - acted[server]! <= REACTION
    freed[server] = isWanted || used[server]! >= jobs[server]! ? freed[server]! + 1 : 0
    acted[server] = end[row]!
    running[program]!--
    if (takesShared(program, server)) used[server]!--
    last[server] = row
    lastEnded[program] = row
  }
  /** The job that it needed a file of, and that ended just before; or −1. */
  const lastNeeded = (row: number): number => {
    let latest = -1
    for (let i = files.first[row]!; i < files.first[row + 1]!; i++)
      if (latest < 0 || end[files.needs[i]!]! > end[latest]!) latest = files.needs[i]!
    return latest >= 0 && start[row]! - end[latest]! <= GAP ? latest : -1
  }
  /** Whether one more or one less job changes the number in use. */
  const takesShared = (program: number, server: number) =>
    servers[server]!.row === program || running[program]! > 0

  let e = 0
  for (const row of starts) {
    for (; e < count && end[ends[e]!]! <= start[row]!; e++) handle(ends[e]!, finish)
    handle(row, begin)
  }
  for (; e < count; e++) handle(ends[e]!, finish)
  return { waited, by, barrier, most }

  /** A process without a length takes no slot that anybody could miss. */
  function handle(row: number, what: typeof begin): void {
    const program = parent[row]!
    const server = serverOf[program]!
    if (server < 0) return
    if (end[row]! > start[row]!) what(row, program, server)
    else if (what === begin) barrier[row] = waitedUntil[program]!
  }
}

/** The highest limit that a server has; 0 if none has one. O(servers). */
export const highestLimit = ({ jobs }: Pick<Slots, 'jobs'>): number =>
  jobs.reduce((highest, limit) => (Number.isFinite(limit) ? Math.max(highest, limit) : highest), 0)
