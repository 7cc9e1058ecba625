import { failed, NO_EXIT_CODE, textOf, type DecodedColumns, type Processes } from './processes.ts'
import { jsonOf } from './visible.ts'

/** What an export says of the run itself; times in RFC 3339. */
export interface ExportedRun {
  readonly id: string
  readonly command: string
  readonly args: readonly string[]
  readonly workingDir: string
  readonly startTime: string
  readonly endTime: string | null
  readonly status: 'running' | 'completed' | 'failed'
  readonly exitCode: number | null
  /** Milliseconds. */
  readonly duration: number | null
  readonly host: string | null
  readonly cores: number | null
}

type Exported = Processes & Pick<DecodedColumns, 'origin'> & { readonly pid: ArrayLike<number> }

/**
 * A run as the lines that record it: posted to `/api/live/submit`, they make the same run with the same processes.
 * The ids of the events follow from run and process, so that importing twice changes nothing. By time; O(n log n).
 */
export function* ndjsonOf(processes: Exported, run: ExportedRun): Generator<string> {
  const line = (type: string, data: object): string => `${jsonOf({ type, data })}\n`
  const build = {
    id: run.id,
    command: run.command,
    args: run.args,
    working_dir: run.workingDir,
    start_time: run.startTime,
    process_count: processes.count,
    ...(run.host !== null && { host: run.host }),
    ...(run.cores !== null && { cores: run.cores }),
  }
  yield line('build_run', { ...build, status: 'running' })
  const moments: { at: number; row: number; type: 'process_start' | 'process_end' }[] = []
  for (let row = 0; row < processes.count; row++) {
    moments.push({ at: processes.start[row]!, row, type: 'process_start' })
    if (processes.end[row] !== Infinity) moments.push({ at: processes.end[row]!, row, type: 'process_end' })
  }
  moments.sort((a, b) => a.at - b.at || a.row - b.row)
  for (const { at, row, type } of moments)
    yield line('build_event', {
      id: eventId(`${run.id}/${processes.pid[row]}/${processes.start[row]}/${type}`),
      build_run_id: run.id,
      timestamp: rfc3339(processes.origin, at),
      type,
      process: snapshot(processes, run.id, row, type === 'process_end'),
    })
  if (run.status === 'running') return
  yield line('build_run', {
    ...build,
    status: run.status,
    ...(run.endTime !== null && { end_time: run.endTime }),
    ...(run.exitCode !== null && { exit_code: run.exitCode }),
    ...(run.duration !== null && { duration: Math.round(run.duration) }),
  })
}

function snapshot(processes: Exported, runId: string, row: number, ended: boolean): object {
  const parent = processes.parent[row]!
  const signal = textOf(processes, processes.signal, row)
  const code = processes.exitCode[row]!
  const cpu = processes.cpuTime[row]!
  return {
    build_run_id: runId,
    pid: processes.pid[row],
    ppid: parent >= 0 ? processes.pid[parent] : 0,
    name: textOf(processes, processes.name, row),
    cmdline: textOf(processes, processes.commandLine, row),
    working_dir: textOf(processes, processes.workingDir, row),
    start_time: rfc3339(processes.origin, processes.start[row]!),
    status: !ended ? 'running' : failed(processes, row) ? 'crashed' : 'completed',
    cpu_usage: 0,
    mem_usage: 0,
    ...(ended && {
      end_time: rfc3339(processes.origin, processes.end[row]!),
      peak_mem: processes.peakMemory[row],
      ...(code !== NO_EXIT_CODE && { exit_code: code }),
      ...(signal && { signal }),
      ...(!Number.isNaN(cpu) && { user_time_us: Math.round(cpu * 1000), system_time_us: 0 }),
    }),
  }
}

/** Milliseconds since an origin as RFC 3339 in UTC with microseconds. */
function rfc3339(origin: number, at: number): string {
  // In two parts: their sum would not hold microseconds to the last.
  const whole = Math.floor(origin)
  const micros = Math.round((origin - whole + at) * 1000)
  const text = new Date(whole + Math.floor(micros / 1000)).toISOString()
  return `${text.slice(0, -1)}${String(((micros % 1000) + 1000) % 1000).padStart(3, '0')}Z`
}

/** A UUID that follows from a text (in the form of version 8, RFC 9562): four FNV-1a hashes of it. */
function eventId(text: string): string {
  let hex = ''
  for (let part = 0; part < 4; part++) {
    let hash = 0x811c9dc5 ^ (part * 0x9e3779b1)
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    hex += ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0')
  }
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20)}`
}
