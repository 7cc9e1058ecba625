import { now, type Clock } from '../../clock.ts'
import { readStat, type ProcStat } from '../../proc-stat.ts'
import { signalName } from '../../signals.ts'
import { Descendants, LOOK_EVERY_MS } from '../poll/descendants.ts'
import { shortName } from '../process-name.ts'
import { measuresOf } from '../measures.ts'
import type { Exited, TracerEvent } from '../tracer.ts'
import { ExitWatch } from './exit-watch.ts'
import { openPidfd } from './libc.ts'
import type { LetGo } from './messages.ts'
import { isOfOurUser, isTracedByUs } from './proc-status.ts'

/**
 * Follows processes that run untraced, and what they start, which is found by looking through /proc. Their ends come by
 * pidfd, at once; exit codes from the system where it tells them (Linux 6.15), or from what the parent has not waited for.
 */
export class Untraced {
  private readonly clock: Clock
  private readonly report: (event: TracerEvent) => void
  private readonly descendants: Descendants
  private readonly exits = new ExitWatch()
  private nextLook = 0n
  private isWatching = false
  private isFinished = false
  /** The build's first process, if it is one of these: its end is told by the tracing thread. */
  private root: { readonly pid: number; end: Exited | undefined } | undefined
  private hasFound = false
  /** How many ended in a way that nobody could tell. */
  unknownEnds = 0

  constructor(clock: Clock, report: (event: TracerEvent) => void) {
    this.clock = clock
    this.report = report
    this.descendants = new Descendants(clock, (pid) => !isTracedByUs(pid))
  }

  /** @param isRoot whether it is the build's first process */
  add({ pid, pidfd, name }: LetGo, isRoot: boolean): void {
    const time = now(this.clock)
    if (isRoot) this.root = { pid, end: undefined }
    if (pidfd >= 0) this.exits.add(pid, pidfd)
    const isAlive = this.descendants.follow(pid, time, shortName(name))
    // Without a pidfd, nothing will tell the end of one that is gone.
    if (!isAlive && !this.exits.has(pid)) this.ended(pid, time)
    // Should it fail, the last look finds what there is.
    if (!this.isWatching) this.watch().catch(() => (this.isWatching = false))
  }

  /** Before another process is reported with an id, the end of an earlier one with it. */
  settle(pid: number): void {
    if (this.exits.has(pid) || this.descendants.has(pid)) this.look()
  }

  /** Adds to the end of the build's first process what was sampled of it: rusage has what its children used as well. */
  complete(event: TracerEvent): TracerEvent {
    if (event.type !== 'exit' || event.pid !== this.root?.pid) return event
    const sampled = this.root.end ?? this.descendants.end(event.pid, event.time, event)
    const measured = this.hasFound ? sampled : event
    const measures = measuresOf((measure) => measured[measure])
    return { ...event, ...measures, peakMemory: event.peakMemory ?? sampled.peakMemory }
  }

  /** Reports what has ended by now, for the last time. */
  finish(): void {
    this.look()
    this.isFinished = true
  }

  private async watch(): Promise<void> {
    this.isWatching = true
    while (!this.isFinished && (this.descendants.size > 0 || this.exits.size > 0)) {
      const pids = await this.exits.wait(LOOK_EVERY_MS)
      if (this.isFinished) return
      const time = now(this.clock)
      this.endAll(pids, time)
      if (time >= this.nextLook) this.look()
    }
    this.isWatching = false
  }

  private look(): void {
    const time = now(this.clock)
    this.endAll(this.exits.poll(), time)
    this.descendants.look(time, (event) => {
      if (event.type === 'exit') return this.reportEnd(event, undefined)
      this.report(event)
      if (event.type === 'start') this.found(event.pid)
    })
    this.nextLook = time + BigInt(LOOK_EVERY_MS) * 1_000_000n
  }

  private found(pid: number): void {
    this.hasFound = true
    const pidfd = openPidfd(pid)
    if (pidfd >= 0) this.exits.add(pid, pidfd)
  }

  private endAll(pids: readonly number[], time: bigint): void {
    // A report may lead to another look, which has told of some already.
    for (const pid of pids) if (this.exits.has(pid)) this.ended(pid, time)
  }

  private ended(pid: number, time: bigint): void {
    const stat = readStat(pid)
    const zombie = stat?.isZombie ? stat : undefined
    this.reportEnd(this.descendants.end(pid, time, UNKNOWN, zombie), zombie)
  }

  private reportEnd(event: Exited, zombie: ProcStat | undefined): void {
    const status = this.exits.take(event.pid) ?? statusOf(event.pid, zombie)
    if (event.pid === this.root?.pid) {
      this.root.end = event
      return
    }
    if (status === undefined) this.unknownEnds++
    this.report({ ...event, ...(status === undefined ? UNKNOWN : howOf(status)) })
  }
}

/** Until more is known. */
const UNKNOWN = { exitCode: null, signal: null } as const

function howOf(status: number): Pick<Exited, 'exitCode' | 'signal'> {
  const number = status & 0x7f
  return number === 0
    ? { exitCode: (status >> 8) & 0xff, signal: null }
    : { exitCode: null, signal: signalName(number) }
}

/** The kernel shows the status to those who may trace the process, and 0 to others. */
const statusOf = (pid: number, zombie: ProcStat | undefined): number | undefined =>
  zombie && isOfOurUser(pid) ? zombie.exitStatus : undefined
