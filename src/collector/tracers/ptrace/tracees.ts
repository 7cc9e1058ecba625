import { ChildTime, type Usage } from './child-time.ts'
import type { JournalWriter } from './journal-writer.ts'
import { leadsProcess } from './libc.ts'
import { readExitFacts, readImage, readParent, readProcessOf } from './proc.ts'

/** A process of the build that has not been reaped yet. */
interface Process {
  readonly pid: number
  readonly time: number
  ppid: number
  /** It is in the journal. */
  announced: boolean
  /** The parent's fork event was seen. */
  told: boolean
  /** It stops once more at its end. */
  stopsAtExit: boolean
  /** The largest memory before its present image, bytes: what rusage shows beyond it is the image's own. */
  earlierMemory: number
  /** Bytes, read at its end; −1 if there was no need. */
  peakMemory: number
  readonly children: ChildTime
}

/**
 * Rusage cannot tell a program's peak memory from what the process had before its exec, so that where this
 * was more than so many bytes, a stop at the end is worth its price.
 */
const SMALL_MEMORY = 4 * 1024 * 1024

/**
 * What the tracer knows of the build's processes and threads, and the journal of it. A new child's first stop
 * and its parent's fork event come in either order (ptrace(2)); whichever is first gives the start time.
 */
export class Tracees {
  private readonly journal: JournalWriter
  private readonly processes = new Map<number, Process>()
  /** Threads beside the first one of their process, and their process (0: not told yet). */
  private readonly threads = new Map<number, number>()
  /** Processes and threads that ended before their parent's fork event was seen: it is still to come. */
  private readonly untold = new Set<number>()

  constructor(journal: JournalWriter) {
    this.journal = journal
  }

  /** The build's first process. */
  root(pid: number, ppid: number, time: number): void {
    const process = this.addProcess(pid, time)
    process.told = true
    this.announce(process, ppid)
  }

  get hasThreads(): boolean {
    return this.threads.size > 0
  }

  isThread(tid: number): boolean {
    return this.threads.has(tid)
  }

  /** A process or thread has stopped, perhaps for the first time and before its parent told of it. */
  appeared(tid: number, time: number): void {
    if (this.processes.has(tid) || this.threads.has(tid)) return
    if (leadsProcess(tid)) this.addProcess(tid, time)
    else this.threads.set(tid, 0)
  }

  /**
   * A fork, vfork or clone event of a process or thread.
   * @returns whether the process should stop at its end from now on: it has children to look at, or threads
   */
  forked(tid: number, child: number, time: number): boolean {
    const isKnown = this.processes.has(child) || this.threads.has(child)
    const hasEnded = this.untold.delete(child) && !isKnown
    if (child !== 0 && !hasEnded) this.tell(child, this.processOf(tid), time)
    const process = this.processes.get(tid)
    if (!process || process.stopsAtExit) return false
    return (process.stopsAtExit = true)
  }

  /**
   * A process runs another program.
   * @param former the thread that executed; the others are gone
   * @param maxResident of its rusage at this moment
   * @returns whether it should stop at its end
   */
  executed(pid: number, former: number, time: number, maxResident: number): boolean {
    if (former !== pid) this.threads.delete(former)
    const process = this.processes.get(pid) ?? this.addProcess(pid, time)
    this.ensureAnnounced(process)
    this.journal.image(pid, time, readImage(pid))
    process.earlierMemory = maxResident
    process.stopsAtExit ||= maxResident > SMALL_MEMORY
    return process.stopsAtExit
  }

  /** A process is about to end, with its memory and its zombie children still there. */
  exiting(pid: number, maxResident: number): void {
    const process = this.processes.get(pid)
    if (!process) return
    const { children } = process
    const isOwn = maxResident > process.earlierMemory && maxResident > children.maxResident
    if (isOwn) process.peakMemory = maxResident
    if (isOwn && children.isEmpty) return
    const facts = readExitFacts(pid)
    if (!facts) return
    process.peakMemory = facts.peakMemory
    if (facts.ignoresChildren) children.discard()
    else children.settle((child) => this.processes.has(child))
  }

  /** A process or thread is gone, reaped by the tracer. @param status the status word of wait(2) */
  ended(tid: number, time: number, status: number, usage: Usage): void {
    const process = this.processes.get(tid)
    if (!process) {
      if (this.threads.get(tid) === 0) this.untold.add(tid)
      this.threads.delete(tid)
      return
    }
    this.ensureAnnounced(process)
    if (!process.told) this.untold.add(tid)
    this.processes.delete(tid)
    // A process whose parent has ended belongs to whoever adopted it, perhaps to another process of the build.
    const parent = this.processes.get(process.ppid) ?? this.processes.get(readParent(tid))
    parent?.children.add(tid, usage)
    const { children } = process
    this.journal.exit(tid, time, {
      status,
      userTime: Math.max(usage.userTime - children.userTime, 0),
      systemTime: Math.max(usage.systemTime - children.systemTime, 0),
      peakMemory: process.peakMemory >= 0 ? process.peakMemory : usage.maxResident,
    })
  }

  private addProcess(pid: number, time: number): Process {
    const process: Process = {
      pid,
      time,
      ppid: 0,
      announced: false,
      told: false,
      stopsAtExit: false,
      earlierMemory: 0,
      peakMemory: -1,
      children: new ChildTime(),
    }
    this.processes.set(pid, process)
    return process
  }

  /** A parent told of its child. */
  private tell(child: number, parent: number, time: number): void {
    this.appeared(child, time)
    const process = this.processes.get(child)
    if (!process) {
      this.threads.set(child, parent)
      return
    }
    process.told = true
    if (!process.announced) this.announce(process, parent)
  }

  private announce(process: Process, ppid: number): void {
    process.ppid = ppid
    process.announced = true
    this.journal.start(process.pid, process.time, ppid)
  }

  /** The parent may have been killed before its fork event was reported. */
  private ensureAnnounced(process: Process): void {
    if (!process.announced) this.announce(process, readParent(process.pid))
  }

  private processOf(tid: number): number {
    const known = this.threads.get(tid)
    if (known === undefined) return tid
    if (known !== 0) return known
    const pid = readProcessOf(tid)
    this.threads.set(tid, pid)
    return pid
  }
}
