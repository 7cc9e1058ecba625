import { readFileSync } from 'node:fs'

/** Counters of the machine since it started: milliseconds of processor time summed over all processors, bytes, microseconds. */
export interface MachineCounters {
  readonly cores: number
  readonly busy: number
  readonly iowait: number
  readonly steal: number
  readonly memoryAvailable: number
  readonly memoryTotal: number
  /** Null where the kernel does not say. */
  readonly pressure: { readonly cpu: number; readonly io: number; readonly memory: number } | null
}

const TICK_MS = 10
const KIB = 1024

/** Reads the counters. @returns undefined on a system without /proc */
export function readMachine(): MachineCounters | undefined {
  const stat = readText('/proc/stat')
  const memory = readText('/proc/meminfo')
  if (!stat || !memory) return undefined
  const total = kibOf(memory, 'MemTotal')
  return {
    ...parseProcessors(stat),
    memoryAvailable: kibOf(memory, 'MemAvailable'),
    memoryTotal: total,
    pressure: readPressure(),
  }
}

/** Reads proc_stat(5): the sum of all processors in ticks, and how many there are. */
export function parseProcessors(stat: string): Pick<MachineCounters, 'cores' | 'busy' | 'iowait' | 'steal'> {
  const [user, nice, system, , iowait, irq, softirq, steal] = stat
    .slice(stat.indexOf(' '), stat.indexOf('\n'))
    .trim()
    .split(/ +/)
    .map((ticks) => Number(ticks) * TICK_MS)
  return {
    cores: stat.match(/^cpu\d/gm)?.length ?? 1,
    busy: user! + nice! + system! + irq! + softirq!,
    iowait: iowait!,
    steal: steal ?? 0,
  }
}

/** A value of proc_meminfo(5) in bytes. */
const kibOf = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) * KIB

/** Microseconds in which some task waited (Linux, Documentation/accounting/psi.rst). */
function readPressure(): MachineCounters['pressure'] {
  const [cpu, io, memory] = ['cpu', 'io', 'memory'].map((resource) =>
    parsePressure(readText(`/proc/pressure/${resource}`) ?? ''),
  )
  return cpu === undefined || io === undefined || memory === undefined ? null : { cpu, io, memory }
}

/** The total of the line `some avg10=… total=…`. */
export function parsePressure(text: string): number | undefined {
  const total = /^some .*total=(\d+)/m.exec(text)?.[1]
  return total === undefined ? undefined : Number(total)
}

/** Reads a file of /proc or /sys. @returns undefined if it is not there, or cannot be read */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return undefined
  }
}
