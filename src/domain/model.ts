import type { StoredNumbers } from '../wire/process-numbers.ts'

/**
 * The rows of the database, as plain data. Times are nanoseconds since 1970 UTC; names that end in `At` are the
 * server's clock in milliseconds; byte counts are unsigned. See `prisma/schema.prisma`.
 */
export type RunStatus = 'running' | 'completed' | 'failed'
export type ProcessStatus = 'running' | 'completed' | 'crashed'

/** The event that ended a run, weakest first: silence, a `build_complete` event, a final `build_run`. */
export type EndedBy = 'sweep' | 'event' | 'client'

/** Whether a run is marked as deleted. Only the purge still handles such a run, and no reader sees it (`purge.ts`). */
export const isDeleted = ({ status }: { readonly status: string }): boolean => status === 'deleted'

/** A run with that mark. */
export const markedDeleted = (run: RunRow): RunRow => ({ ...run, status: 'deleted' as RunStatus })

export interface RunRow {
  id: string
  command: string
  /** JSON: array of strings. */
  args: string
  workingDir: string
  startTime: bigint
  endTime: bigint | null
  status: RunStatus
  endedBy: EndedBy | null
  exitCode: number | null
  /** Milliseconds. */
  duration: bigint | null
  reportedProcesses: number
  host: string
  cores: number | null
  /** JSON: object of strings. */
  labels: string
  /** JSON: the wire's capture report. */
  capture: string | null
  /** Hash of command, arguments and working directory. */
  kind: string
  seq: number
  processesSeen: number
  processesRunning: number
  /** Microseconds. */
  cpuTime: bigint
  peakMemory: bigint
  lastSeenAt: bigint
  changedAt: bigint
}

/** Milliseconds, as the client measured it, or else from the start to the end. Null while the run goes on. */
export function durationOf({ duration, startTime, endTime }: RunRow): number | null {
  if (duration !== null) return Number(duration)
  return endTime === null ? null : Number(endTime - startTime) / 1e6
}

/**
 * The duration by which runs are ordered: whole milliseconds, 0 while the run goes on. Both times are rounded before the
 * subtraction, because the difference of two times in nanoseconds can exceed 64 bits in a database.
 */
export const wholeDurationOf = ({ duration, startTime, endTime }: RunRow): bigint =>
  duration ?? (endTime === null ? 0n : endTime / 1_000_000n - startTime / 1_000_000n)

/** The searched text: command line, a newline, working directory, in lower case. */
export const textOf = ({ id, command, args, workingDir }: RunRow) => ({
  runId: id,
  text: `${[command, ...(JSON.parse(args) as string[])].join(' ')}\n${workingDir}`.toLowerCase(),
})

export interface ProcessRow extends StoredNumbers {
  runId: string
  pid: number
  startTime: bigint
  ppid: number
  ppidTime: bigint
  name: string
  nameTime: bigint
  cmdline: string
  cmdlineTime: bigint
  workingDir: string
  workingDirTime: bigint
  cpuUsage: number
  cpuUsageTime: bigint
  memory: bigint
  memoryTime: bigint
  peakMemory: bigint
  endTime: bigint | null
  status: ProcessStatus
  exitCode: number | null
  signal: string | null
}

/** By which a process is folded: the event time that a value was taken from. */
export const FOLDING = [
  'ppidTime',
  'nameTime',
  'cmdlineTime',
  'workingDirTime',
  'cpuUsageTime',
  'memoryTime',
] as const

/** The columns of a process that readers see. */
export type ShownProcess = Omit<ProcessRow, (typeof FOLDING)[number]>

/** The machine over an interval of a run that ended at `time`. Processor times are milliseconds summed over all processors. */
export interface MachineRow {
  runId: string
  time: bigint
  /** Milliseconds. */
  interval: number
  /** Logical processors. */
  cores: number
  busy: number
  iowait: number
  steal: number
  build: number
  /** Bytes. */
  memoryAvailable: number
  memoryTotal: number
  /** Microseconds in which some task waited; null where the kernel does not say. */
  cpuPressure: number | null
  ioPressure: number | null
  memoryPressure: number | null
  /** Microseconds in which the CPU quota held the build back; null without a quota. */
  throttled: number | null
}

/** A `files` line of the wire. */
export interface FilePartRow {
  runId: string
  part: number
  /** Of the line. */
  bytes: number
  /** The line, packed. */
  data: Uint8Array
}

export interface EventRow {
  runId: string
  seq: number
  id: string
  timestamp: bigint
  type: string
  /** JSON of the wire's `ProcessInfo`. */
  snapshot: string
  receivedAt: bigint
  processPid: number | null
  processStart: bigint | null
}
