/**
 * The whole numbers that are stored of a process, by the name of their column, with their name on the wire. All are beyond the
 * reference and optional, none ever shrinks, and of two claims the greater counts. Schema, reading, printing, row, fold and SQL
 * follow from this list; a new number also needs its column in `prisma/schema.prisma`, a migration and its field of the graph.
 */
export const PROCESS_NUMBERS = {
  /** CPU time of this process alone, without its children, in microseconds. */
  userTime: 'user_time_us',
  systemTime: 'system_time_us',
  /** Bytes read and written so far by system calls, whether the disk was touched or not. */
  readBytes: 'read_bytes',
  writtenBytes: 'written_bytes',
  /** How long it could run and no processor was free, microseconds over all of its threads. */
  runQueueTime: 'run_queue_us',
  /** How long it waited for a disk, microseconds; only where the kernel counts it. */
  diskTime: 'disk_us',
  /** How often it gave its processor up, to wait, and how often another took it. */
  voluntarySwitches: 'voluntary_switches',
  involuntarySwitches: 'involuntary_switches',
  /** Pages that were found in memory, and that had to be read. */
  minorFaults: 'minor_faults',
  majorFaults: 'major_faults',
  /** Blocks of 512 bytes that a disk read and wrote for it. */
  blocksRead: 'blocks_read',
  blocksWritten: 'blocks_written',
  /** The pipe that it was given as standard input, output and error at its last exec: the inode. Sent with its end. */
  stdinPipe: 'stdin_pipe',
  stdoutPipe: 'stdout_pipe',
  stderrPipe: 'stderr_pipe',
} as const

/** A number by the name of its column. */
export type ProcessNumber = keyof typeof PROCESS_NUMBERS
/** A number by its name on the wire. */
export type WireNumber = (typeof PROCESS_NUMBERS)[ProcessNumber]

/** The numbers of a process as they are stored; null where nothing measured it. */
export type StoredNumbers = { [Each in ProcessNumber]: number | null }
/** The same, as a submission has them. */
export type SubmittedNumbers = { readonly [Each in WireNumber]: number | null }

/** Column and name on the wire of each. */
export const NUMBER_NAMES = Object.entries(PROCESS_NUMBERS) as readonly [ProcessNumber, WireNumber][]

/** A value for each column. */
export const numbersOf = <Value>(value: Value) =>
  Object.fromEntries(NUMBER_NAMES.map(([column]) => [column, value])) as Record<ProcessNumber, Value>

/** A value for each name on the wire. */
export const wireNumbersOf = <Value>(value: Value) =>
  Object.fromEntries(NUMBER_NAMES.map(([, name]) => [name, value])) as Record<WireNumber, Value>
