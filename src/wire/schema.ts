import { z } from 'zod'
import { NOT_SET, parseTime } from './time.ts'

/**
 * The documented JSON (`{type, data}`), once: what the CLI sends live, what a spool file holds line by line,
 * what import reads and export writes. Parsed values keep the documented snake_case names; times become
 * nanoseconds (`bigint`), byte counts `bigint`, absent lists `[]`.
 *
 * Beyond the reference, our collector sends the optional fields marked "beyond the reference";
 * clients that know only the reference ignore them.
 */
const INT32 = 2_147_483_647
const UINT64 = 2n ** 64n - 1n

const uuid = z
  .string()
  .regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i, 'must be a UUID')
  .transform((text) => text.toLowerCase())

const instant = z.string().transform((text, context) => {
  const time = parseTime(text)
  if (time !== undefined) return time
  context.addIssue('must be an RFC 3339 time between the years 1678 and 2261')
  return z.NEVER
})

const setTime = instant.refine((time) => time !== null, 'must be set').transform((time) => time!)
const optionalTime = instant.nullish().transform((time) => time ?? null)

/** `parse` turns a number above 2^53 into a string of digits, so that it arrives here whole. */
const bytes = z
  .union([z.int().nonnegative(), z.string().regex(/^\d{1,20}$/)], 'must be a whole number of bytes')
  .transform((value, context) => {
    const count = BigInt(value)
    if (count <= UINT64) return count
    context.addIssue('must fit 64 bits')
    return z.NEVER
  })

const int32 = z
  .int()
  .min(-INT32 - 1)
  .max(INT32)
const text = z
  .string()
  .refine((value) => !value.includes('\0'), 'must not contain a NUL character')
  // Half a surrogate pair is no Unicode text: no UTF-8 and no database holds it.
  .transform((value) => value.replace(/\p{Surrogate}/gu, '\ufffd'))
const optionalText = text.nullish().transform((value) => value ?? '')
const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((items) => items ?? [])
const optional = <T extends z.ZodType>(item: T) => item.nullish().transform((value) => value ?? null)

/** `ProcessInfo` of the reference, as it was at one moment. */
export const processInfo = z.object({
  build_run_id: uuid,
  pid: int32,
  ppid: int32.nullish().transform((pid) => pid ?? 0),
  name: optionalText,
  cmdline: optionalText,
  /** With the pid, what identifies it; a client that does not know it sends the zero time. */
  start_time: instant.transform((time) => time ?? NOT_SET),
  end_time: optionalTime,
  /** Per cent of one core; passes 100 for a process with busy threads. */
  cpu_usage: z
    .number()
    .nullish()
    .transform((percent) => percent ?? 0),
  /** Resident memory in bytes, unsigned 64-bit. */
  mem_usage: bytes.nullish().transform((count) => count ?? 0n),
  status: optionalText,
  children: list(int32),
  /** Beyond the reference: the working directory. */
  working_dir: optionalText,
  /** Beyond the reference: the exit code, if it exited. */
  exit_code: optional(int32),
  /** Beyond the reference: the name of the signal that ended it (`SIGKILL`). */
  signal: optionalText,
  /** Beyond the reference: CPU time of this process alone, without its children, in microseconds. */
  user_time_us: optional(z.int().nonnegative()),
  system_time_us: optional(z.int().nonnegative()),
  /** Beyond the reference: the largest resident memory so far, in bytes. */
  peak_mem: optional(bytes),
  /** Beyond the reference: bytes read and written so far by system calls, whether the disk was touched or not. */
  read_bytes: z.int().nonnegative().nullish(),
  written_bytes: z.int().nonnegative().nullish(),
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
export const buildEvent = z
  .object({
    id: uuid,
    build_run_id: uuid,
    timestamp: setTime,
    type: z.enum(EVENT_TYPES),
    process: processInfo.extend({ build_run_id: z.union([uuid, z.literal('')]).nullish() }),
  })
  .transform((event, context) => {
    const runId = event.process.build_run_id || event.build_run_id
    if (runId !== event.build_run_id) {
      context.addIssue({
        code: 'custom',
        path: ['process', 'build_run_id'],
        message: "must be the event's build_run_id",
      })
      return z.NEVER
    }
    return { ...event, process: { ...event.process, build_run_id: runId } }
  })

/** What the collector recorded and what it could not. Beyond the reference. */
export const capture = z.object({
  tracer: z.enum(['ptrace', 'poll']),
  /** Processes seen. */
  processes: z.int().nonnegative(),
  /** Events that did not reach the daemon. */
  dropped: z.int().nonnegative(),
  /** Resource samples that gave way for want of memory. */
  samples_dropped: z.int().nonnegative().nullish(),
  /** CPU time of the collector itself, microseconds. */
  overhead_us: z.int().nonnegative().nullish(),
  /** What was not recorded and why, a sentence each. */
  blind_spots: z.array(text).max(100),
})

/** `BuildRun` of the reference. `running_live` is read as `running`. */
export const buildRun = z.object({
  id: uuid,
  command: text,
  args: list(text),
  start_time: setTime,
  end_time: optionalTime,
  status: z
    .enum(['running', 'running_live', 'completed', 'failed'])
    .transform((status) => (status === 'running_live' ? 'running' : status)),
  exit_code: optional(int32),
  working_dir: optionalText,
  process_count: z
    .int()
    .min(0)
    .max(INT32)
    .nullish()
    .transform((count) => count ?? 0),
  /** Milliseconds. */
  duration: optional(z.int().nonnegative()),
  /** Beyond the reference. */
  host: optionalText,
  /** Beyond the reference: logical processors of the host. */
  cores: optional(z.int().positive().max(INT32)),
  /** Beyond the reference: branch, commit, CI job, whatever the user adds. */
  labels: z
    .record(text, text)
    .nullish()
    .transform((labels) => labels ?? {}),
  capture: optional(capture),
})

/** One line of the wire. */
export const submission = z.discriminatedUnion('type', [
  z.object({ type: z.literal('build_run'), data: buildRun }),
  z.object({ type: z.literal('build_event'), data: buildEvent }),
  z.object({ type: z.literal('process'), data: processInfo }),
])

export type ProcessInfo = z.output<typeof processInfo>
export type BuildEvent = z.output<typeof buildEvent>
export type BuildRun = z.output<typeof buildRun>
export type Submission = z.output<typeof submission>
export type Capture = z.output<typeof capture>
export type EventType = (typeof EVENT_TYPES)[number]

/** The wire as a client writes it: plain JSON values, times as text. */
export type SubmissionInput = z.input<typeof submission>
export type ProcessInfoInput = z.input<typeof processInfo>
export type BuildEventInput = z.input<typeof buildEvent>
export type BuildRunInput = z.input<typeof buildRun>
