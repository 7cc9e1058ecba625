import { readdirSync, readFileSync } from 'node:fs'

/** How long a thread or a process waited, in microseconds; null where the kernel does not say. */
export interface Delays {
  /** It could run, and no processor was free. */
  readonly runQueueTime: number | null
  /** It waited for a disk. */
  readonly diskTime: number | null
}

const TICK_US = 10_000

/** Whether the kernel counts how long a thread waits for a disk (Linux, Documentation/accounting/delay-accounting.rst). */
export const countsDiskTime = ((): boolean => {
  try {
    return readFileSync('/proc/sys/kernel/task_delayacct', 'latin1').trim() === '1'
  } catch {
    return false
  }
})()

/**
 * Reads `/proc/PID/schedstat`: nanoseconds on a processor, nanoseconds of waiting for one, times that it got one (Linux,
 * Documentation/scheduler/sched-stats.rst). A thread that got none has not been counted.
 */
export function parseRunQueue(schedstat: string): number | null {
  const waited = schedstat.indexOf(' ') + 1
  const slices = schedstat.indexOf(' ', waited) + 1
  if (slices === 0 || Number.parseInt(schedstat.slice(slices), 10) === 0) return null
  return Number(schedstat.slice(waited, slices)) / 1000
}

/** Reads the disk delay in `/proc/PID/stat` (proc_pid_stat(5), field 42). The name in parentheses may hold anything. */
export function parseDiskTime(stat: string): number | null {
  const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[39]
  return ticks === undefined ? null : Number(ticks) * TICK_US
}

/** The sum of two delays of threads of a process; what is not known of one counts as nothing. */
export const sumOfDelays = (a: Delays, b: Delays): Delays => ({
  runQueueTime: sum(a.runQueueTime, b.runQueueTime),
  diskTime: sum(a.diskTime, b.diskTime),
})

export const NO_DELAYS: Delays = { runQueueTime: null, diskTime: null }

/** Reads how long a process has waited so far, summed over the threads that are alive. */
export function readProcessDelays(pid: number, threads: number): Delays {
  if (threads <= 1) return readDelays(`/proc/${pid}`)
  let delays = NO_DELAYS
  for (const tid of attempt(() => readdirSync(`/proc/${pid}/task`)) ?? [])
    delays = sumOfDelays(delays, readDelays(`/proc/${pid}/task/${tid}`))
  return delays
}

function readDelays(directory: string): Delays {
  const read = (name: string) => attempt(() => readFileSync(`${directory}/${name}`, 'latin1'))
  const schedstat = read('schedstat')
  const stat = countsDiskTime ? read('stat') : undefined
  return {
    runQueueTime: schedstat === undefined ? null : parseRunQueue(schedstat),
    diskTime: stat === undefined ? null : parseDiskTime(stat),
  }
}

/** A process may end at any moment. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const sum = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : a + b)
