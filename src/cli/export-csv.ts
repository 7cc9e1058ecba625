import type { RecordedProcess, Recording } from './recording.ts'

/** The columns: times in milliseconds since the run's start, memory in bytes. */
const COLUMNS: Readonly<
  Record<string, (process: RecordedProcess, all: readonly RecordedProcess[]) => string | number | null>
> = {
  pid: ({ pid }) => pid,
  parent_pid: ({ parent }, all) => all[parent]?.pid ?? null,
  name: ({ name }) => name,
  start_ms: ({ start }) => start,
  end_ms: ({ end }) => end,
  duration_ms: ({ start, end }) => (end === null ? null : Number((end - start).toFixed(3))),
  cpu_ms: ({ cpuTime }) => cpuTime,
  peak_memory: ({ peakMemory }) => peakMemory,
  exit_code: ({ exitCode }) => exitCode,
  signal: ({ signal }) => signal,
  working_dir: ({ workingDir }) => workingDir,
  command: ({ commandLine }) => commandLine,
}

/** A row for each process, by start time (RFC 4180, with newlines as the system has them). */
export function csv({ processes }: Recording): string {
  const rows = processes.map((process) =>
    Object.values(COLUMNS).map((value) => cell(value(process, processes))),
  )
  return [Object.keys(COLUMNS), ...rows].map((row) => `${row.join(',')}\n`).join('')
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
