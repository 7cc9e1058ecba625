import type { BuildRun, ProcessInfo } from './read.ts'
import { NUMBER_NAMES } from './process-numbers.ts'
import { printTime } from './time.ts'

const quote = JSON.stringify

/**
 * Prints a process snapshot as JSON of the wire. Unset values are absent, and byte counts above 2^53 are whole numbers, as
 * clients of the API reference expect. It prints field by field, because an extra object for each event would leave as much
 * garbage as the text itself.
 */
export function printProcessInfo(process: ProcessInfo): string {
  let json = `{"build_run_id":"${process.build_run_id}","pid":${process.pid},"ppid":${process.ppid}`
  json += `,"name":${quote(process.name)},"cmdline":${quote(process.cmdline)}`
  json += `,"start_time":"${printTime(process.start_time)}"`
  if (process.end_time !== null) json += `,"end_time":"${printTime(process.end_time)}"`
  json += `,"cpu_usage":${process.cpu_usage},"mem_usage":${process.mem_usage}`
  json += `,"status":${quote(process.status)},"children":[${process.children.join()}]`
  if (process.working_dir) json += `,"working_dir":${quote(process.working_dir)}`
  if (process.exit_code !== null) json += `,"exit_code":${process.exit_code}`
  if (process.signal) json += `,"signal":${quote(process.signal)}`
  for (const [, name] of NUMBER_NAMES) if (process[name] !== null) json += `,"${name}":${process[name]}`
  if (process.peak_mem !== null) json += `,"peak_mem":${process.peak_mem}`
  return `${json}}`
}

/** Turns `"mem_usage":"123"` into `"mem_usage":123`. No JSON string holds an unescaped quote, so no text is edited. */
export const unquoteBytes = (json: string): string =>
  json.replace(/"(mem_usage|peak_mem)":"(\d+)"/g, '"$1":$2')

/** Prints a run as a line of the wire, `{"type":"build_run",…}` without its newline. */
export function printRunLine(run: BuildRun): string {
  const data = {
    id: run.id,
    command: run.command,
    args: run.args,
    start_time: printTime(run.start_time),
    end_time: run.end_time === null ? undefined : printTime(run.end_time),
    status: run.status,
    exit_code: run.exit_code ?? undefined,
    working_dir: run.working_dir,
    process_count: run.process_count,
    duration: run.duration ?? undefined,
    host: run.host || undefined,
    cores: run.cores ?? undefined,
    labels: run.labels,
    capture: run.capture ?? undefined,
  }
  return JSON.stringify({ type: 'build_run', data })
}

/** A stored event. Its snapshot is JSON of the wire. */
interface StoredEvent {
  readonly id: string
  readonly runId: string
  readonly timestamp: bigint
  readonly type: string
  readonly snapshot: string
}

/** Prints an event as a line of the wire, `{"type":"build_event",…}` without its newline. */
export function printEventLine({ id, runId, timestamp, type, snapshot }: StoredEvent): string {
  const head = JSON.stringify({ id, build_run_id: runId, timestamp: printTime(timestamp), type })
  return `${LINE_OF_EVENT}${head.slice(0, -1)},"process":${snapshot}}}`
}

const LINE_OF_EVENT = '{"type":"build_event","data":'

/** The event in its line: JSON of `BuildEvent`. */
export const eventOfLine = (line: string): string => line.slice(LINE_OF_EVENT.length, -1)
