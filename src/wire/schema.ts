import { z } from 'zod'
import { wireNumbersOf } from './process-numbers.ts'
import { bytes, count, INT32, instant, int32, text, uuid } from './shapes.ts'

/**
 * The shape of the documented JSON (`{type, data}`), once: what the CLI sends live, what a spool file holds line by
 * line, what import reads and export writes. Plain checks alone, which zod compiles into one function: transforms here
 * take six times longer. What the values mean is `read.ts`.
 *
 * Beyond the reference, our collector sends the optional fields marked "beyond the reference";
 * clients that know only the reference ignore them.
 */

/** `ProcessInfo` of the reference, as it was at one moment. */
export const processInfo = z.object({
  build_run_id: uuid,
  pid: int32,
  ppid: int32.nullish(),
  name: text.nullish(),
  cmdline: text.nullish(),
  /** Identifies the process together with its pid. A client that does not know it sends the zero time. */
  start_time: instant,
  end_time: instant.nullish(),
  /** Per cent of one core; passes 100 for a process with busy threads. */
  cpu_usage: z.number().nullish(),
  /** Resident memory in bytes, unsigned 64-bit. */
  mem_usage: bytes.nullish(),
  status: text.nullish(),
  children: z.array(int32).nullish(),
  /** Beyond the reference: the working directory. */
  working_dir: text.nullish(),
  /** Beyond the reference: the exit code, if it exited. */
  exit_code: int32.nullish(),
  /** Beyond the reference: the name of the signal that ended it (`SIGKILL`). */
  signal: text.nullish(),
  /** Beyond the reference: the numbers of `process-numbers.ts`. */
  ...wireNumbersOf(count.nullish()),
  /** Beyond the reference: the largest resident memory so far, in bytes. */
  peak_mem: bytes.nullish(),
})

/** The types of an event, by the reference. */
export const EVENT_TYPES = [
  'process_start',
  'process_end',
  'resource_update',
  'build_complete',
  'build_crashed',
] as const

/** `BuildEvent` of the reference. */
export const buildEvent = z.object({
  id: uuid,
  build_run_id: uuid,
  timestamp: instant,
  type: z.enum(EVENT_TYPES),
  /** Its run may be absent or empty, because it is the event's. */
  process: processInfo.extend({ build_run_id: z.union([uuid, z.literal('')]).nullish() }),
})

/** The report on a recording and its gaps. Beyond the reference. */
export const capture = z.object({
  tracer: z.enum(['ptrace', 'poll']),
  /** Processes seen. */
  processes: count,
  /** Events that did not reach the daemon. */
  dropped: count,
  /** Resource samples that were dropped for want of memory. */
  samples_dropped: count.nullish(),
  /** CPU time of the collector itself, microseconds. */
  overhead_us: count.nullish(),
  /** The gaps of the recording and their reasons, a sentence each. */
  blind_spots: z.array(text).max(100),
})

/** `BuildRun` of the reference. `running_live` is read as `running`. */
export const buildRun = z.object({
  id: uuid,
  command: text,
  args: z.array(text).nullish(),
  start_time: instant,
  end_time: instant.nullish(),
  status: z.enum(['running', 'running_live', 'completed', 'failed']),
  exit_code: int32.nullish(),
  working_dir: text.nullish(),
  process_count: z.int().min(0).max(INT32).nullish(),
  /** Milliseconds. */
  duration: count.nullish(),
  /** Beyond the reference. */
  host: text.nullish(),
  /** Beyond the reference: logical processors of the host. */
  cores: z.int().positive().max(INT32).nullish(),
  /** Beyond the reference: branch, commit, CI job, and the user's own. */
  labels: z.record(text, text).nullish(),
  capture: capture.nullish(),
})

/** The machine over an interval of a build. Beyond the reference; PROTOCOL.md describes it. */
export const machineSample = z.object({
  build_run_id: uuid,
  /** When the interval ended. */
  time: instant,
  interval_ms: count,
  /** Logical processors. */
  cores: z.int().positive().max(INT32),
  /** Processor time in the interval, summed over all processors: busy with anything, idle while a disk was waited for, taken by
   * the hypervisor, and used by the processes of the build. */
  busy_ms: count,
  iowait_ms: count,
  steal_ms: count,
  build_ms: count,
  /** Bytes. */
  memory_available: count,
  memory_total: count,
  /** How long some task waited for a processor, a disk or memory (`/proc/pressure`). */
  pressure: z.object({ cpu_us: count, io_us: count, memory_us: count }).nullish(),
  /** How long the CPU quota of the build's cgroup held it back; absent without a quota. */
  throttled_us: count.nullish(),
})

/** Names of a run have ids below it. */
export const MOST_IDS = 2 ** 31

/**
 * Which files some processes used: a part of what `buildspy run --files` recorded. Beyond the reference; PROTOCOL.md describes
 * it.
 */
export const files = z.object({
  build_run_id: uuid,
  /** 0, 1, 2 … in the run; a part that comes again is ignored. */
  part: z.int().min(0).max(INT32),
  /** The id of the first of the names. Ids count from 0 in the run, and each has one name. */
  first: z.int().min(0).max(INT32),
  /** Absolute; a byte that is no UTF-8, a control character and a backslash are written `\xHH` and `\\`. */
  names: z.array(text),
  processes: z.array(
    z.object({
      pid: int32,
      start_time: instant,
      /** Lookups that found nothing. */
      failed: count,
      /** By id, in pairs: the id less the one before it, and a sum of flags. */
      accesses: z.array(z.int().min(0).max(MOST_IDS)),
    }),
  ),
})

/** One line of the wire. */
export const submission = z.discriminatedUnion('type', [
  z.object({ type: z.literal('build_run'), data: buildRun }),
  z.object({ type: z.literal('build_event'), data: buildEvent }),
  z.object({ type: z.literal('process'), data: processInfo }),
  z.object({ type: z.literal('machine'), data: machineSample }),
  z.object({ type: z.literal('files'), data: files }),
])

/** The wire as a client writes it: plain JSON values, times as text. */
export type EventType = (typeof EVENT_TYPES)[number]
export type SubmissionInput = z.infer<typeof submission>
export type ProcessInfoInput = z.infer<typeof processInfo>
export type BuildEventInput = z.infer<typeof buildEvent>
export type MachineSampleInput = z.infer<typeof machineSample>
export type FilesInput = z.infer<typeof files>
export type BuildRunInput = z.infer<typeof buildRun>
export type Capture = z.infer<typeof capture>
