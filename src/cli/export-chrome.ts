import type { RecordedProcess, Recording } from './recording.ts'

/**
 * A run in the Trace Event Format, which Perfetto and chrome://tracing show. Each process is a complete event
 * (`X`), in the first row that is free from its start on, so that rows are as many as processes at once.
 */
export function chromeTrace({ run, processes, origin }: Recording): string {
  const last = run.duration ?? Date.now() - origin
  const rows: number[] = []
  const events = processes.map((process) => {
    const end = process.end ?? Math.max(last, process.start)
    let row = rows.findIndex((busyUntil) => busyUntil <= process.start)
    if (row === -1) row = rows.length
    rows[row] = end
    return {
      name: process.name || `process ${process.pid}`,
      cat: process.exitCode || process.signal ? 'failed' : 'process',
      ph: 'X',
      ts: Math.round(process.start * 1000),
      dur: Math.round((end - process.start) * 1000),
      pid: 1,
      tid: row + 1,
      args: argumentsOf(process),
    }
  })
  const title = { name: 'process_name', ph: 'M', pid: 1, args: { name: run.commandLine } }
  return `${JSON.stringify({ displayTimeUnit: 'ms', traceEvents: [title, ...events] })}\n`
}

const argumentsOf = (process: RecordedProcess) => ({
  pid: process.pid,
  command: process.commandLine,
  directory: process.workingDir,
  exit_code: process.exitCode,
  signal: process.signal || undefined,
  cpu_ms: process.cpuTime,
  peak_memory: process.peakMemory,
})
