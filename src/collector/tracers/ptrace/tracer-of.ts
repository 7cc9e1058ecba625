import { readFileSync } from 'node:fs'

/** Our own program, whichever name it was started by. */
const OURS = /(?:^|\/)buildspy(?:\.[jt]s)?$/

/**
 * The tracer of a process, for people: `buildspy (4711)`.
 * @returns undefined if there is none, or none that we can see
 */
export function tracerOf(pid: number): string | undefined {
  try {
    // The tracer is a thread, and people know its process.
    const thread = field(pid, 'TracerPid')
    if (thread === '0') return undefined
    const tracer = field(thread, 'Tgid')
    return `${nameOf(tracer)} (${tracer})`
  } catch {
    return undefined
  }
}

/** The script, if the program is Node. */
function nameOf(pid: string): string {
  const [program, ...args] = readFileSync(`/proc/${pid}/cmdline`, 'latin1').split('\0')
  const script = args.find((argument) => !argument.startsWith('-'))
  return /(?:^|\/)node$/.test(program!) && OURS.test(script ?? '') ? 'buildspy' : field(pid, 'Name')
}

/** A field of proc_pid_status(5). */
function field(pid: number | string, name: string): string {
  return new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))![1]!
}
