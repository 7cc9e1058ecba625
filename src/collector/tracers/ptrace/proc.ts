import { readFileSync } from 'node:fs'
import type { RawImage } from './journal-writer.ts'
import { countsDiskTime, parseDiskTime, parseRunQueue, type Delays } from '../../delays.ts'
import { readStat } from '../../proc-stat.ts'
import type { Sums } from '../measures.ts'
import { allocate, readInto, readLink, type Memory } from './libc.ts'
import { readPipes } from './pipes.ts'
import { readStack } from './stack.ts'

/** Of a command line no more is read than is kept: 64 KiB. */
const arguments_ = allocate(64 * 1024)
const small = allocate(64)
const path = allocate(4096)
const status = allocate(8192)

const NONE = Buffer.alloc(0)
const variables = allocate(64 * 1024)

/** Reads what an exec has just put into a process. The bytes are valid until the next call. */
export function readImage(pid: number): RawImage {
  const stack = readStack(pid)
  if (stack && stack.path.length > 0)
    return { ...stack, workingDir: readDirectory(pid), pipes: readPipes(pid) }
  const environment = variables.bytes.subarray(0, readInto(`/proc/${pid}/environ`, variables))
  return { ...readPresentImage(pid), secure: stack?.secure ?? false, environment }
}

/** Reads what a process runs, whenever. The bytes are valid until the next call. */
export function readPresentImage(pid: number): RawImage {
  const length = readInto(`/proc/${pid}/cmdline`, arguments_)
  const comm = Math.max(readInto(`/proc/${pid}/comm`, small) - 1, 0)
  return {
    argv: arguments_.bytes.subarray(0, length),
    cut: length === arguments_.bytes.length,
    path: small.bytes.subarray(0, comm),
    workingDir: readDirectory(pid),
    pipes: readPipes(pid),
    secure: false,
    environment: NONE,
  }
}

const readDirectory = (pid: number): Buffer => path.bytes.subarray(0, readLink(`/proc/${pid}/cwd`, path))

/** Reads how long a thread waited, alive or not reaped yet. */
export function readDelays(tid: number): Delays {
  const runQueueTime = parseRunQueue(readText(`/proc/${tid}/schedstat`, small))
  return {
    runQueueTime,
    diskTime: countsDiskTime ? parseDiskTime(readText(`/proc/${tid}/stat`, status)) : null,
  }
}

const readText = (path: string, memory: Memory): string =>
  memory.bytes.toString('latin1', 0, readInto(path, memory))

/** What a process used without its children, as far as proc_pid_stat(5) tells. */
export function readOwnUsage(pid: number): Partial<Sums> | undefined {
  const stat = readStat(pid)
  if (!stat) return undefined
  const { userTime, systemTime, minorFaults, majorFaults } = stat
  return { userTime, systemTime, minorFaults, majorFaults }
}

/** What proc_pid_status(5) says of a process at its end. */
export interface ExitFacts {
  readonly ppid: number
  /** Largest resident memory of the current image, bytes; −1 for a process without memory of its own. */
  readonly peakMemory: number
  /** It ignores SIGCHLD: its children vanish without being waited for. */
  readonly ignoresChildren: boolean
}

const SIGCHLD_BIT = 1 << 16

/** Reads the facts. @returns undefined if the process is gone */
export function readExitFacts(pid: number): ExitFacts | undefined {
  const length = readInto(`/proc/${pid}/status`, status)
  if (length === 0) return undefined
  const text = status.bytes.toString('latin1', 0, length)
  const peak = field(text, '\nVmHWM:')
  const ignored = field(text, '\nSigIgn:')
  return {
    ppid: Number(field(text, '\nPPid:')),
    peakMemory: peak === '' ? -1 : Number.parseInt(peak, 10) * 1024,
    ignoresChildren: (Number.parseInt(ignored.slice(-8), 16) & SIGCHLD_BIT) !== 0,
  }
}

/** The process that a thread belongs to. @returns 0 if it is gone */
export function readProcessOf(tid: number): number {
  const length = readInto(`/proc/${tid}/status`, status)
  return Number(field(status.bytes.toString('latin1', 0, length), '\nTgid:'))
}

/** The parent of a process. @returns 0 if it is gone */
export const readParent = (pid: number): number => readExitFacts(pid)?.ppid ?? 0

/** The children of a process with one thread that have not ended (proc_tid_children(5), which a kernel may lack). */
export function readChildren(pid: number): number[] {
  try {
    const pids = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean)
    return pids.map(Number).filter((child) => readStat(child)?.isZombie === false)
  } catch {
    return []
  }
}

function field(text: string, label: string): string {
  const at = text.indexOf(label)
  return at === -1 ? '' : text.slice(at + label.length, text.indexOf('\n', at + 1)).trim()
}
