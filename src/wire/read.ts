import type {
  BuildEventInput,
  BuildRunInput,
  Capture,
  EventType,
  ProcessInfoInput,
  SubmissionInput,
} from './schema.ts'
import { NUMBER_NAMES, wireNumbersOf, type SubmittedNumbers } from './process-numbers.ts'
import { readMachineSample, type MachineSubmission } from './machine-sample.ts'
import { readFiles, type Files } from './files.ts'
import { readBytes, readInstant, readShare, readText, readTime, wrong } from './read-values.ts'
import { NOT_SET } from './time.ts'

/**
 * The meaning of a submission. Values keep the documented snake_case names. Times are nanoseconds since 1970 and byte counts
 * unsigned 64-bit. Absent lists and texts are empty; other absent values are null.
 */
export type Submission =
  | { readonly type: 'build_run'; readonly data: BuildRun }
  | { readonly type: 'build_event'; readonly data: BuildEvent }
  | { readonly type: 'process'; readonly data: ProcessInfo }
  | { readonly type: 'machine'; readonly data: MachineSubmission }
  | { readonly type: 'files'; readonly data: Files }

export interface ProcessInfo extends SubmittedNumbers {
  readonly build_run_id: string
  readonly pid: number
  readonly ppid: number
  readonly name: string
  readonly cmdline: string
  /** `NOT_SET` if the client does not know it. */
  readonly start_time: bigint
  readonly end_time: bigint | null
  readonly cpu_usage: number
  readonly mem_usage: bigint
  readonly status: string
  readonly children: readonly number[]
  readonly working_dir: string
  readonly exit_code: number | null
  readonly signal: string
  readonly peak_mem: bigint | null
}

export interface BuildEvent {
  readonly id: string
  readonly build_run_id: string
  readonly timestamp: bigint
  readonly type: EventType
  readonly process: ProcessInfo
}

export interface BuildRun {
  readonly id: string
  readonly command: string
  readonly args: readonly string[]
  readonly start_time: bigint
  readonly end_time: bigint | null
  readonly status: 'running' | 'completed' | 'failed'
  readonly exit_code: number | null
  readonly working_dir: string
  readonly process_count: number
  readonly duration: number | null
  readonly host: string
  readonly cores: number | null
  readonly labels: Readonly<Record<string, string>>
  readonly capture: Capture | null
}

/** Reads a submission of the right shape. @throws BadInput naming the field and what it must be */
export function readSubmission({ type, data }: SubmissionInput): Submission {
  if (type === 'build_event') return { type, data: readEvent(data) }
  if (type === 'build_run') return { type, data: readRun(data) }
  if (type === 'machine') return { type, data: readMachineSample(data) }
  if (type === 'files') return { type, data: readFiles(data) }
  return { type, data: readProcess(data, data.build_run_id, 'data') }
}

function readEvent(event: BuildEventInput): BuildEvent {
  const runId = event.build_run_id.toLowerCase()
  const named = event.process.build_run_id
  if (named && named.toLowerCase() !== runId)
    throw wrong('data.process', 'build_run_id', "must be the event's build_run_id")
  return {
    id: event.id.toLowerCase(),
    build_run_id: runId,
    timestamp: readTime(event.timestamp, 'data', 'timestamp'),
    type: event.type,
    process: readProcess(event.process, runId, 'data.process'),
  }
}

function readProcess(
  info: Omit<ProcessInfoInput, 'build_run_id'>,
  runId: string,
  place: string,
): ProcessInfo {
  return {
    build_run_id: runId.toLowerCase(),
    pid: info.pid,
    ppid: info.ppid ?? 0,
    name: readText(info.name, place, 'name'),
    cmdline: readText(info.cmdline, place, 'cmdline'),
    start_time: readInstant(info.start_time, place, 'start_time') ?? NOT_SET,
    end_time: readInstant(info.end_time, place, 'end_time'),
    cpu_usage: readShare(info.cpu_usage),
    mem_usage: readBytes(info.mem_usage, place, 'mem_usage') ?? 0n,
    status: readText(info.status, place, 'status'),
    children: info.children ?? [],
    working_dir: readText(info.working_dir, place, 'working_dir'),
    exit_code: info.exit_code ?? null,
    signal: readText(info.signal, place, 'signal'),
    ...readNumbers(info),
    peak_mem: readBytes(info.peak_mem, place, 'peak_mem'),
  }
}

function readNumbers(info: Omit<ProcessInfoInput, 'build_run_id'>): SubmittedNumbers {
  const numbers = wireNumbersOf<number | null>(null)
  for (const [, name] of NUMBER_NAMES) numbers[name] = info[name] ?? null
  return numbers
}

function readRun(run: BuildRunInput): BuildRun {
  const readTexts = (texts: readonly string[], name: string) =>
    texts.map((text, index) => readText(text, `data.${name}`, String(index)))
  const labels = Object.entries(run.labels ?? {}).map(([key, value]) => [
    readText(key, 'data.labels', key),
    readText(value, 'data.labels', key),
  ])
  return {
    id: run.id.toLowerCase(),
    command: readText(run.command, 'data', 'command'),
    args: readTexts(run.args ?? [], 'args'),
    start_time: readTime(run.start_time, 'data', 'start_time'),
    end_time: readInstant(run.end_time, 'data', 'end_time'),
    status: run.status === 'running_live' ? 'running' : run.status,
    exit_code: run.exit_code ?? null,
    working_dir: readText(run.working_dir, 'data', 'working_dir'),
    process_count: run.process_count ?? 0,
    duration: run.duration ?? null,
    host: readText(run.host, 'data', 'host'),
    cores: run.cores ?? null,
    labels: Object.fromEntries(labels) as Record<string, string>,
    capture: run.capture
      ? {
          tracer: run.capture.tracer,
          processes: run.capture.processes,
          dropped: run.capture.dropped,
          samples_dropped: run.capture.samples_dropped,
          overhead_us: run.capture.overhead_us,
          blind_spots: readTexts(run.capture.blind_spots, 'capture.blind_spots'),
        }
      : null,
  }
}
