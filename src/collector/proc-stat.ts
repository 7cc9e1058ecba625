import { closeSync, openSync, readSync } from 'node:fs'

/** Clock ticks a second, the same on every architecture of Node's (sysconf(3), _SC_CLK_TCK). */
const TICKS_PER_SECOND = 100
export const TICK_US = 1_000_000 / TICKS_PER_SECOND

/** Bytes in a page of the resident-memory figure. */
const PAGE_BYTES = 4096

/** A process as proc_pid_stat(5) has it. */
export interface ProcStat {
  readonly comm: string
  readonly isZombie: boolean
  readonly ppid: number
  /** CPU time without its children, microseconds in steps of 10 ms. */
  readonly userTime: number
  readonly systemTime: number
  /** Page faults without its children: pages that were in memory, and that had to be read. */
  readonly minorFaults: number
  readonly majorFaults: number
  readonly threads: number
  /** Since the system started, microseconds in steps of 10 ms. */
  readonly start: number
  /** Resident memory, bytes. */
  readonly memory: number
  /** The status word of wait(2) for a zombie, if we may trace it; 0 otherwise. */
  readonly exitStatus: number
}

const buffer = Buffer.alloc(1024)

/** Reads the state of a process. @returns undefined if it is gone */
export function readStat(pid: number): ProcStat | undefined {
  const line = readProc(`/proc/${pid}/stat`)
  return line === undefined ? undefined : parseStat(line)
}

function readProc(path: string): string | undefined {
  try {
    const fd = openSync(path, 'r')
    try {
      return buffer.toString('utf8', 0, readSync(fd, buffer))
    } finally {
      closeSync(fd)
    }
  } catch {
    // A process may end at any moment, between a listing and this call or between open and read.
    return undefined
  }
}

/** Bytes that a process has read and written by system calls. */
export interface ProcIo {
  readonly read: number
  readonly written: number
}

const IO = /^rchar: (\d+)\nwchar: (\d+)/

/** Reads proc_pid_io(5). @returns undefined if the process is gone, or somebody else's */
export function readIo(pid: number): ProcIo | undefined {
  const match = IO.exec(readProc(`/proc/${pid}/io`) ?? '')
  return match ? { read: Number(match[1]), written: Number(match[2]) } : undefined
}

/** Reads one line of proc_pid_stat(5). */
export function parseStat(line: string): ProcStat {
  // The name in parentheses may hold anything; the fields begin after the last parenthesis, with the third.
  const nameEnd = line.lastIndexOf(')')
  const fields = line.slice(nameEnd + 2).split(' ')
  return {
    comm: line.slice(line.indexOf('(') + 1, nameEnd),
    isZombie: fields[0] === 'Z' || fields[0] === 'X',
    ppid: Number(fields[1]),
    minorFaults: Number(fields[7]),
    majorFaults: Number(fields[9]),
    threads: Number(fields[17]),
    userTime: Number(fields[11]) * TICK_US,
    systemTime: Number(fields[12]) * TICK_US,
    start: Number(fields[19]) * TICK_US,
    memory: Number(fields[21]) * PAGE_BYTES,
    exitStatus: Number(fields[49]),
  }
}
