import type { ProcessRow, ProcessStatus } from './model.ts'
import { NUMBER_NAMES, numbersOf } from '../wire/process-numbers.ts'
import type { ProcessInfo } from '../wire/read.ts'

/**
 * The state of a process after everything that was submitted about it. The fold depends neither on the order of its input nor
 * on repetition. Of two claims, the one with the later event time wins; at the same time, the greater value wins. An empty
 * value never replaces a known one. So each value keeps the time of its event.
 */

/** The finality of a status. A process that ended does not run again. */
const FINALITY: Record<ProcessStatus, number> = { running: 0, completed: 1, crashed: 2 }

/**
 * Adds one snapshot to a process.
 * @param known undefined for the first snapshot; otherwise it is changed and returned
 * @param at the time of the snapshot, in nanoseconds
 * @param ended whether the snapshot is the process's end (`process_end`)
 */
export function foldProcess(
  known: ProcessRow | undefined,
  snapshot: ProcessInfo,
  at: bigint,
  ended: boolean,
): ProcessRow {
  const row = known ?? blank(snapshot, at)
  if (snapshot.ppid && isLater(at, snapshot.ppid, row.ppidTime, row.ppid)) {
    row.ppid = snapshot.ppid
    row.ppidTime = at
  }
  if (snapshot.name && isLater(at, snapshot.name, row.nameTime, row.name)) {
    row.name = snapshot.name
    row.nameTime = at
  }
  if (snapshot.cmdline && isLater(at, snapshot.cmdline, row.cmdlineTime, row.cmdline)) {
    row.cmdline = snapshot.cmdline
    row.cmdlineTime = at
  }
  if (snapshot.working_dir && isLater(at, snapshot.working_dir, row.workingDirTime, row.workingDir)) {
    row.workingDir = snapshot.working_dir
    row.workingDirTime = at
  }
  if (isNewer(at, snapshot.cpu_usage, row.cpuUsageTime, row.cpuUsage)) {
    row.cpuUsage = snapshot.cpu_usage
    row.cpuUsageTime = at
  }
  if (snapshot.mem_usage && isLater(at, snapshot.mem_usage, row.memoryTime, row.memory)) {
    row.memory = snapshot.mem_usage
    row.memoryTime = at
  }
  row.peakMemory = greatest(row.peakMemory, greatest(snapshot.mem_usage, snapshot.peak_mem ?? 0n))
  for (const [column, name] of NUMBER_NAMES) row[column] = greatest(row[column], snapshot[name])
  row.exitCode = greatest(row.exitCode, snapshot.exit_code)
  row.signal = greatest(row.signal, snapshot.signal || null)
  row.endTime = greatest(row.endTime, snapshot.end_time ?? (ended ? at : null))
  const status = claimedStatus(snapshot, ended)
  if (FINALITY[status] > FINALITY[row.status]) row.status = status
  return row
}

/** CPU time of a process alone, in microseconds; 0 if nothing measured it. */
export const cpuTimeOf = (row: Pick<ProcessRow, 'userTime' | 'systemTime'>): bigint =>
  BigInt((row.userTime ?? 0) + (row.systemTime ?? 0))

function blank(snapshot: ProcessInfo, at: bigint): ProcessRow {
  return {
    runId: snapshot.build_run_id,
    pid: snapshot.pid,
    startTime: snapshot.start_time,
    ppid: 0,
    ppidTime: 0n,
    name: '',
    nameTime: 0n,
    cmdline: '',
    cmdlineTime: 0n,
    workingDir: '',
    workingDirTime: 0n,
    cpuUsage: snapshot.cpu_usage,
    cpuUsageTime: at,
    memory: 0n,
    memoryTime: 0n,
    peakMemory: 0n,
    endTime: null,
    status: 'running',
    exitCode: null,
    signal: null,
    ...NOT_KNOWN,
  }
}

const NOT_KNOWN = numbersOf(null)

/** Like `isNewer`, for values with an empty form that means "unknown". It loses to any other value, whatever their times. */
function isLater<T extends string | number | bigint>(
  at: bigint,
  value: T,
  knownAt: bigint,
  known: T,
): boolean {
  return !known || isNewer(at, value, knownAt, known)
}

function isNewer<T extends string | number | bigint>(
  at: bigint,
  value: T,
  knownAt: bigint,
  known: T,
): boolean {
  return at > knownAt || (at === knownAt && value > known)
}

function claimedStatus(snapshot: ProcessInfo, ended: boolean): ProcessStatus {
  if (snapshot.status === 'crashed') return 'crashed'
  return ended || snapshot.end_time !== null || snapshot.status === 'completed' ? 'completed' : 'running'
}

function greatest<T extends string | number | bigint | null>(a: T, b: T): T {
  if (a === null) return b
  if (b === null) return a
  return b > a ? b : a
}
