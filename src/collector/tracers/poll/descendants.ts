import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { uptime } from 'node:os'
import { now, type Clock } from '../../clock.ts'
import { readStat, type ProcStat } from '../../proc-stat.ts'
import { processName } from '../process-name.ts'
import { NOT_MEASURED } from '../measures.ts'
import type { Exited, Image, Pipes, TracerEvent } from '../tracer.ts'

interface Known {
  readonly time: bigint
  comm: string
  stat: ProcStat
  peakMemory: number
}

/** Between two looks at the process table, milliseconds. */
export const LOOK_EVERY_MS = 50

/** Of a command line no more is kept. */
const ARGUMENT_BYTES = 64 * 1024

/**
 * The descendants of a process, found by looking through /proc again and again. A descendant is known by its
 * parent at the time of the first look, so that one whose parent has ended stays known.
 */
export class Descendants {
  private readonly known = new Map<number, Known>()
  /** Processes that are not ours, so that they are not read at each look. */
  private foreign = new Set<number>()
  private readonly bootTime: bigint
  private readonly mayAdopt: (pid: number) => boolean

  /** @param mayAdopt whether a child of a known process is for us to report; asked once of each */
  constructor(clock: Clock, mayAdopt: (pid: number) => boolean = () => true) {
    this.bootTime = now(clock) - BigInt(Math.round(uptime() * 1e6)) * 1000n
    this.mayAdopt = mayAdopt
  }

  get size(): number {
    return this.known.size
  }

  has(pid: number): boolean {
    return this.known.has(pid)
  }

  /** The build's first process. */
  root(pid: number, ppid: number, time: bigint, report: (event: TracerEvent) => void): void {
    report({ type: 'start', pid, ppid, time })
    const stat = readStat(pid)
    if (!stat) return
    this.known.set(pid, { time, comm: '', stat, peakMemory: 0 })
    this.update(pid, stat, time, report)
  }

  /**
   * Takes in a process that was reported by somebody else.
   * @param comm the kernel's name of the program that was reported: by now it may run another
   * @returns whether it is still there
   */
  follow(pid: number, time: bigint, comm: string): boolean {
    const stat = readStat(pid)
    if (!stat || stat.isZombie) return false
    this.foreign.delete(pid)
    this.known.set(pid, { time, comm, stat, peakMemory: 0 })
    return true
  }

  /** Looks through the process table and reports what changed since the last time. */
  look(time: bigint, report: (event: TracerEvent) => void): void {
    const pids = (attempt(() => readdirSync('/proc')) ?? []).map(Number).filter(Number.isInteger)
    const stats = new Map<number, ProcStat>()
    for (const pid of pids) {
      if (this.foreign.has(pid)) continue
      const stat = readStat(pid)
      if (stat && !stat.isZombie) stats.set(pid, stat)
    }
    this.reportEnds(stats, time, report)
    this.adopt(stats, time, report)
    this.foreign = new Set(pids.filter((pid) => !this.known.has(pid)))
    for (const [pid, stat] of stats) if (this.known.has(pid)) this.update(pid, stat, time, report)
  }

  /** What is known of a process at its end. @param zombie what /proc still has of it */
  end(pid: number, time: bigint, how: Pick<Exited, 'exitCode' | 'signal'>, zombie?: ProcStat): Exited {
    const process = this.known.get(pid)
    this.known.delete(pid)
    const stat = zombie ?? process?.stat
    return {
      type: 'exit',
      pid,
      time,
      ...how,
      ...NOT_MEASURED,
      ...(stat && usageOf(stat)),
      peakMemory: process?.peakMemory || null,
    }
  }

  private reportEnds(stats: Map<number, ProcStat>, time: bigint, report: (event: TracerEvent) => void): void {
    for (const [pid, process] of this.known) {
      // The same id with another start time is another process.
      if (stats.get(pid)?.start === process.stat.start) continue
      report(this.end(pid, time, { exitCode: null, signal: null }))
    }
  }

  /** Takes in children of known processes, and their children, parents first. */
  private adopt(stats: Map<number, ProcStat>, time: bigint, report: (event: TracerEvent) => void): void {
    for (let found = true; found;) {
      found = false
      for (const [pid, stat] of stats) {
        const parent = this.known.get(stat.ppid)
        if (!parent || this.known.has(pid) || !this.mayAdopt(pid)) continue
        const began = clamp(this.bootTime + BigInt(stat.start) * 1000n, parent.time + 1n, time)
        this.known.set(pid, { time: began, comm: '', stat, peakMemory: 0 })
        report({ type: 'start', pid, ppid: stat.ppid, time: began })
        found = true
      }
    }
  }

  private update(pid: number, stat: ProcStat, time: bigint, report: (event: TracerEvent) => void): void {
    const process = this.known.get(pid)!
    process.stat = stat
    process.peakMemory = Math.max(process.peakMemory, stat.memory)
    if (process.comm === stat.comm) return
    process.comm = stat.comm
    report({ type: 'image', pid, time, image: readImage(pid, stat.comm) })
  }
}

const usageOf = ({ userTime, systemTime, minorFaults, majorFaults }: ProcStat) => ({
  userTime,
  systemTime,
  minorFaults,
  majorFaults,
})

/** The inode of a pipe behind a descriptor, 0 if it is none. */
function readPipe(pid: number, descriptor: number): number {
  const link = attempt(() => readlinkSync(`/proc/${pid}/fd/${descriptor}`)) ?? ''
  return link.startsWith('pipe:[') ? Number.parseInt(link.slice(6), 10) : 0
}

function readImage(pid: number, comm: string): Image {
  const bytes = attempt(() => readFileSync(`/proc/${pid}/cmdline`)) ?? Buffer.alloc(0)
  const argv = bytes.toString('utf8', 0, ARGUMENT_BYTES).split('\0').slice(0, -1)
  const workingDir = attempt(() => readlinkSync(`/proc/${pid}/cwd`)) ?? ''
  const pipes: Pipes = [readPipe(pid, 0), readPipe(pid, 1), readPipe(pid, 2)]
  return { name: processName(argv, comm), argv, cut: bytes.length > ARGUMENT_BYTES, workingDir, pipes }
}

/** A process may end, or belong to somebody else, while it is read. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

const clamp = (value: bigint, low: bigint, high: bigint): bigint =>
  value < low ? low : value > high ? high : value
