import type { ProcessInfo } from './schema.ts'
import { printTime } from './time.ts'

/**
 * Prints a process snapshot as JSON of the wire. Values that are not set are left out; byte counts above 2^53 are
 * whole numbers, as the reference's clients expect.
 */
export function printProcessInfo(process: ProcessInfo): string {
  const wire = {
    build_run_id: process.build_run_id,
    pid: process.pid,
    ppid: process.ppid,
    name: process.name,
    cmdline: process.cmdline,
    start_time: printTime(process.start_time),
    end_time: process.end_time === null ? undefined : printTime(process.end_time),
    cpu_usage: process.cpu_usage,
    mem_usage: String(process.mem_usage),
    status: process.status,
    children: process.children,
    working_dir: process.working_dir || undefined,
    exit_code: process.exit_code ?? undefined,
    signal: process.signal || undefined,
    user_time_us: process.user_time_us ?? undefined,
    system_time_us: process.system_time_us ?? undefined,
    peak_mem: process.peak_mem === null ? undefined : String(process.peak_mem),
  }
  return unquoteBytes(JSON.stringify(wire))
}

/** Turns `"mem_usage":"123"` into `"mem_usage":123`. No JSON string holds an unescaped quote, so no text is edited. */
export const unquoteBytes = (json: string): string =>
  json.replace(/"(mem_usage|peak_mem)":"(\d+)"/g, '"$1":$2')
