/**
 * The processes of a run as columns: the result of `Run.timeline`, and the input of the dashboard. Columns with a string table
 * are a fifth of the same rows as JSON objects, and decode ten times faster. Row `i` of every column is one process; rows are
 * ordered by start time.
 */
export interface TimelineColumns {
  /** The run's sequence when the columns were read: subscribe to `runEvents` after it to stay current. */
  readonly seq: number
  /** The run's start, in milliseconds since 1970; `start` and `end` count from it. */
  readonly origin: number
  readonly strings: readonly string[]
  readonly pid: readonly number[]
  /** The parent's row, or −1. */
  readonly parent: readonly number[]
  /** The parent's pid of each row without a parent, in their order: its parent may still come. */
  readonly orphanPpid: readonly number[]
  /** Milliseconds since `origin`, with a fraction. */
  readonly start: readonly number[]
  /** Milliseconds since `origin`; null while the process runs. */
  readonly end: readonly (number | null)[]
  /** Index into `strings`. */
  readonly name: readonly number[]
  /** Index into `strings`. */
  readonly commandLine: readonly number[]
  /** Index into `strings`; the empty string if it is not known. */
  readonly workingDir: readonly number[]
  /** The signal that ended it: index into `strings`; the empty string if none did. */
  readonly signal: readonly number[]
  /** 0 running, 1 completed, 2 crashed. */
  readonly status: readonly number[]
  readonly exitCode: readonly (number | null)[]
  /** CPU time of the process alone, in milliseconds. */
  readonly cpuTime: readonly (number | null)[]
  /** Bytes. */
  readonly peakMemory: readonly number[]
}
