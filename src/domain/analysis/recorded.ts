import type { Processes } from './processes.ts'

/** All that was recorded of a run, as the analysis reads it. Times are milliseconds since the start of the run. */
export interface RecordedRun {
  readonly processes: Processes
  /** The wall time, so far for a run that goes on. */
  readonly wall: number
  /** Logical processors of its host. */
  readonly cores: number | null
  readonly status: 'running' | 'completed' | 'failed'
  readonly exitCode: number | null
  /** Null where nothing measured it, for example in a record of an older collector. */
  readonly waits: Waits | null
  /** Null without `--files`. */
  readonly files: FileUses | null
  /** By time; null where nobody sampled the machine. */
  readonly machine: readonly MachineSample[] | null
}

/** What processes waited for; row `i` of each column is one process. */
export interface Waits {
  /** Milliseconds in which it could run, and no processor was free for it; NaN where it is not known. */
  readonly runQueue: ArrayLike<number>
  /** Milliseconds in which it waited for a disk; NaN where the kernel does not count it. */
  readonly disk: ArrayLike<number>
  /** The pipe that its standard input, output and error were at its last exec, by inode; 0 for none. */
  readonly stdin: ArrayLike<number>
  readonly stdout: ArrayLike<number>
  readonly stderr: ArrayLike<number>
}

/** How a process used a file: a sum of these. */
export const ACCESS = {
  READ: 1,
  WRITTEN: 2,
  CREATED: 4,
  REMOVED: 8,
  EXECUTED: 16,
  /** A link with this name was made, or a file renamed to it. */
  LINKED: 32,
  /** A directory was opened to list it, or entered. */
  LISTED: 64,
} as const

/** Which files the processes used. Those of row `r` stand at `first[r]` … `first[r + 1] - 1`. */
export interface FileUses {
  /** The absolute names of the files. */
  readonly names: readonly string[]
  readonly first: ArrayLike<number>
  /** Index into `names`. */
  readonly file: ArrayLike<number>
  /** A sum of `ACCESS`. */
  readonly access: ArrayLike<number>
}

/** The machine over an interval that ended at `time`. Processor times are milliseconds summed over all processors. */
export interface MachineSample {
  readonly time: number
  /** Length of the interval. */
  readonly interval: number
  /** Logical processors. */
  readonly cores: number
  /** Busy with anything, the build included. */
  readonly busy: number
  /** Idle while a disk was waited for. */
  readonly iowait: number
  /** Taken by the hypervisor. */
  readonly steal: number
  /** CPU time of the build's processes in the interval. */
  readonly build: number
  /** Bytes that programs can have without swapping. */
  readonly memoryAvailable: number
  readonly memoryTotal: number
  /** Milliseconds in which some task waited for a processor, a disk, memory (`/proc/pressure`); null without. */
  readonly pressure: { readonly cpu: number; readonly io: number; readonly memory: number } | null
  /** Milliseconds in which the CPU quota of the build's cgroup held it back; null without a quota. */
  readonly throttled: number | null
}
