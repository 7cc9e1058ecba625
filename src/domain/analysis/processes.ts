import type { ProcessSpans } from './spans.ts'
import type { TimelineColumns } from './timeline.ts'

/** `Processes.status` of a process that ended badly. */
export const CRASHED = 2

/** Stands for "no exit code" in `Processes.exitCode`. */
export const NO_EXIT_CODE = -0x80000000

/** All that the analysis reads of a run's processes; row `i` of each column is one process. */
export interface Processes extends ProcessSpans {
  /** An array of strings, or a replacement for one. */
  readonly strings: Pick<readonly string[], 'at'>
  /** Index into `strings`, like the three below. */
  readonly name: ArrayLike<number>
  readonly commandLine: ArrayLike<number>
  readonly workingDir: ArrayLike<number>
  readonly signal: ArrayLike<number>
  /** 0 running, 1 completed, 2 crashed. */
  readonly status: ArrayLike<number>
  /** NO_EXIT_CODE if unknown. */
  readonly exitCode: ArrayLike<number>
  /** Milliseconds of the process alone; NaN if nothing measured it. */
  readonly cpuTime: ArrayLike<number>
  /** Bytes. */
  readonly peakMemory: ArrayLike<number>
}

/** The columns of a timeline as typed arrays, which a worker can hand over without a copy. */
export type DecodedColumns = ReturnType<typeof decode>

/** Turns the columns of `Run.timeline` into typed arrays. O(n). */
export const decode = (columns: TimelineColumns) => ({
  seq: columns.seq,
  origin: columns.origin,
  strings: columns.strings,
  count: columns.pid.length,
  pid: filled(new Int32Array(columns.pid.length), columns.pid),
  parent: filled(new Int32Array(columns.pid.length), columns.parent),
  ppid: parentPids(columns),
  start: filled(new Float64Array(columns.pid.length), columns.start),
  end: filled(new Float64Array(columns.pid.length), columns.end, Infinity),
  name: filled(new Uint32Array(columns.pid.length), columns.name),
  commandLine: filled(new Uint32Array(columns.pid.length), columns.commandLine),
  workingDir: filled(new Uint32Array(columns.pid.length), columns.workingDir),
  signal: filled(new Uint32Array(columns.pid.length), columns.signal),
  status: filled(new Uint8Array(columns.pid.length), columns.status),
  exitCode: filled(new Int32Array(columns.pid.length), columns.exitCode, NO_EXIT_CODE),
  cpuTime: filled(new Float64Array(columns.pid.length), columns.cpuTime, NaN),
  peakMemory: filled(new Float64Array(columns.pid.length), columns.peakMemory),
})

function parentPids({ pid, parent, orphanPpid }: TimelineColumns): Int32Array<ArrayBuffer> {
  const ppid = new Int32Array(pid.length)
  let orphans = 0
  for (let row = 0; row < ppid.length; row++)
    ppid[row] = parent[row]! < 0 ? orphanPpid[orphans++]! : pid[parent[row]!]!
  return ppid
}

/** Copies a column; `from` of a typed array goes through an iterator, which takes four times as long. */
function filled<Into extends { [row: number]: number }>(
  into: Into,
  column: readonly (number | null)[],
  unknown = 0,
): Into {
  for (let row = 0; row < column.length; row++) into[row] = column[row] ?? unknown
  return into
}

/** Whether a process ended badly: by a signal, or with an exit code other than 0. */
export const failed = ({ status, exitCode }: Pick<Processes, 'status' | 'exitCode'>, row: number): boolean =>
  status[row] === CRASHED || (exitCode[row] !== 0 && exitCode[row] !== NO_EXIT_CODE)

/** How long a process lived, in milliseconds; one that runs, or has no end, lived until `until`. */
export const durationOf = (
  { start, end }: Pick<ProcessSpans, 'start' | 'end'>,
  row: number,
  until: number,
): number => Math.max(0, Math.min(end[row]!, Math.max(until, start[row]!)) - start[row]!)

/** CPU time of all processes, in milliseconds; 0 where it was not measured. O(n). */
export function cpuTimeOf({ count, cpuTime }: Pick<Processes, 'count' | 'cpuTime'>): number {
  let sum = 0
  for (let row = 0; row < count; row++) sum += cpuTime[row]! || 0
  return sum
}

/** The string of a column's row. */
export const textOf = (
  { strings }: Pick<Processes, 'strings'>,
  column: ArrayLike<number>,
  row: number,
): string => strings.at(column[row]!) ?? ''
