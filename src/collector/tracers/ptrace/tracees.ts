import { sumOfDelays } from '../../delays.ts'
import type { JournalWriter } from './journal-writer.ts'
import type { System } from './system.ts'
import { measuresAtEnd, newTracee, SMALL_MEMORY, type End, type Onward, type Tracee } from './tracee.ts'

/**
 * What the tracer knows of the build's processes and threads, and the journal of it. A new child's first stop and its
 * parent's fork event come in either order (ptrace(2)), and the child may fork, execute and end in between; whichever is
 * first gives the start time. In the journal, a parent begins before its children all the same.
 */
export class Tracees {
  private readonly journal: JournalWriter
  private readonly system: System
  private rootPid = 0
  private readonly processes = new Map<number, Tracee>()
  /** Those of them that are not in the journal, since their parent is not known yet. */
  private readonly unannounced = new Set<Tracee>()
  /** Threads beside the first one of their process, and their process (0: not told yet). */
  private readonly threads = new Map<number, number>()
  /**
   * Processes and threads that are followed no more, while their parent's fork event is still to come; and how the
   * process ended that is not in the journal.
   */
  private readonly untold = new Map<number, { process: Tracee; end: End } | undefined>()

  constructor(journal: JournalWriter, system: System) {
    this.journal = journal
    this.system = system
  }

  /** The build's first process. */
  root(pid: number, ppid: number, time: number): void {
    this.rootPid = pid
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
    if (this.system.leadsProcess(tid)) this.addProcess(tid, time)
    else this.threads.set(tid, 0)
  }

  /**
   * A fork, vfork or clone event of a process or thread.
   * @returns whether the process should stop at its end from now on: it has children to look at, or threads
   */
  forked(tid: number, child: number, time: number): boolean {
    if (child !== 0) this.tell(child, this.processOf(tid), time)
    const process = this.processes.get(tid)
    if (!process || process.stopsAtExit) return false
    return (process.stopsAtExit = true)
  }

  /**
   * A process runs another program.
   * @param former the thread that executed; the others are gone
   * @param maxResident of its rusage at this moment
   */
  executed(pid: number, former: number, time: number, maxResident: number): Onward {
    if (former !== pid) this.threads.delete(former)
    const process = this.processes.get(pid) ?? this.addProcess(pid, time)
    if (!process.announced) this.announce(process, this.system.readParent(pid))
    // A thread that was forking is gone, and its event with it: what it forked, and may yet stop, has the image of before.
    if (process.hasThreads) {
      for (const child of this.system.readChildren(pid)) this.appeared(child, time)
      this.announceWhere((child) => this.system.readParent(child.pid) === pid)
    }
    const image = this.system.readImage(pid)
    this.journal.image(pid, time, image)
    process.earlierMemory = maxResident
    if (this.system.letGo(pid, image)) {
      this.letGo(process)
      return 'untraced'
    }
    process.stopsAtExit ||= maxResident > SMALL_MEMORY
    return process.stopsAtExit ? 'traced to its exit' : 'traced'
  }

  /** A process is about to end, with its memory and its zombie children still there. */
  exiting(pid: number, maxResident: number): void {
    const process = this.processes.get(pid)
    if (!process) return
    const { children, hasLetGo } = process
    if (hasLetGo) process.own = this.system.readOwnUsage(pid)
    const isOwn = maxResident > process.earlierMemory && maxResident > children.maxResident && !hasLetGo
    if (isOwn) process.peakMemory = maxResident
    if (isOwn && children.isEmpty) return
    const facts = this.system.readExitFacts(pid)
    if (!facts) return
    process.peakMemory = facts.peakMemory
    if (facts.ignoresChildren) children.discard()
    else children.settle((child) => this.processes.has(child) || !this.system.exists(child))
  }

  /** A process or thread is gone, reaped by the tracer. */
  ended(tid: number, end: End): void {
    const process = this.processes.get(tid)
    if (!process) return this.threadEnded(tid, end)
    this.processes.delete(tid)
    const { status } = end
    const isKnown = process.announced || this.announceUntold(process)
    if (!process.told) this.untold.set(tid, isKnown ? undefined : { process, end })
    if (isKnown) this.close(process, end)
    // It was killed, or a thread of it was, before its fork event: nobody will tell of the child.
    if ((status & 0x7f) !== 0 || process.hasThreads) {
      this.announceWhere((child) => !this.processes.has(this.system.readParent(child.pid)))
    }
  }

  private threadEnded(tid: number, { delays }: End): void {
    const owner = this.processes.get(this.threads.get(tid) ?? 0)
    if (owner) owner.delays = sumOfDelays(owner.delays, delays)
    if (this.threads.get(tid) === 0) this.untold.set(tid, undefined)
    this.threads.delete(tid)
  }

  /** The build's first process has ended, and nothing more is to come. */
  finish(): void {
    this.announceWhere(() => true)
    for (const held of this.untold.values()) if (held) this.closeUntold(held, 0)
    this.untold.clear()
  }

  private addProcess(pid: number, time: number): Tracee {
    // An id that is used again, after an end that waits for its fork event: the two must not be mixed up.
    const held = this.untold.get(pid)
    if (held) {
      this.untold.set(pid, undefined)
      this.closeUntold(held, 0)
    }
    const process = newTracee(pid, time)
    this.processes.set(pid, process)
    this.unannounced.add(process)
    return process
  }

  /** A parent told of its child. */
  private tell(child: number, parent: number, time: number): void {
    if (this.untold.has(child) && !this.isNewChild(child, parent)) {
      const held = this.untold.get(child)
      this.untold.delete(child)
      if (held) this.closeUntold(held, parent)
      return
    }
    this.appeared(child, time)
    const process = this.processes.get(child)
    if (!process) {
      this.threads.set(child, parent)
      const owner = this.processes.get(parent)
      if (owner) owner.hasThreads = true
      return
    }
    process.told = true
    if (!process.announced) this.announce(process, parent)
  }

  /** Whether an id that was used before is now that of a living child. */
  private isNewChild(child: number, parent: number): boolean {
    if (this.threads.has(child)) return this.system.readProcessOf(child) === parent
    return this.processes.has(child) && this.system.readParent(child) === parent
  }

  /** Writes a process into the journal, its parent first, and that one's. */
  private announce(process: Tracee, ppid: number): void {
    process.ppid = ppid
    const line = [process]
    for (let next = this.processes.get(ppid); next && !next.announced; next = this.processes.get(next.ppid)) {
      next.ppid = this.system.readParent(next.pid)
      line.push(next)
    }
    for (const next of line.toReversed()) {
      const { pid, time, ppid, told } = next
      next.announced = true
      this.unannounced.delete(next)
      this.journal.start(pid, time, ppid)
      // Its parent was killed before it could tell, and who adopted it has another image.
      const isOrphan = !told && ppid !== 0 && !this.processes.has(ppid)
      if (isOrphan) this.journal.image(pid, time, this.system.readPresentImage(pid))
    }
  }

  /** Writes a process of which no parent told. @returns false if there is no parent to be found */
  private announceUntold(process: Tracee): boolean {
    const parent = this.system.readParent(process.pid)
    if (parent !== 0) this.announce(process, parent)
    return parent !== 0
  }

  private announceWhere(isMeant: (process: Tracee) => boolean): void {
    for (const process of this.unannounced) {
      if (!process.announced && isMeant(process)) this.announceUntold(process)
    }
  }

  private close(process: Tracee, end: End): void {
    const { pid } = process
    this.unannounced.delete(process)
    // A process whose parent has ended belongs to whoever adopted it, perhaps to another process of the build.
    const parent = this.processes.get(process.ppid) ?? this.processes.get(this.system.readParent(pid))
    parent?.children.add(pid, end.usage)
    this.journal.exit(pid, end.time, { status: end.status, measures: measuresAtEnd(process, end) })
  }

  /** Writes a process that had ended before anything was known of its parent. */
  private closeUntold({ process, end }: { process: Tracee; end: End }, parent: number): void {
    this.announce(process, parent)
    this.close(process, end)
  }

  /** The build's first process is our own child, and its end is seen all the same. */
  private letGo(process: Tracee): void {
    const parent = this.processes.get(process.ppid)
    if (parent) parent.hasLetGo = true
    process.isUntraced = process.pid === this.rootPid
    if (process.isUntraced) return
    if (!process.told) this.untold.set(process.pid, undefined)
    this.processes.delete(process.pid)
  }

  private processOf(tid: number): number {
    const known = this.threads.get(tid)
    if (known === undefined) return tid
    if (known !== 0) return known
    const pid = this.system.readProcessOf(tid)
    this.threads.set(tid, pid)
    return pid
  }
}
