import { ownTime, type Live } from './process-table.ts'
import type { Exited } from '../tracers/tracer.ts'

/** A process that took long by its own doing. */
export interface Slow {
  readonly pid: number
  readonly name: string
  readonly cmdline: string
  /** How long it ran while no child of its own was alive, nanoseconds. */
  readonly ownTime: bigint
}

/** How many of the slowest are kept. */
const SLOWEST = 3

/** Sums over the processes of a build. */
export class Totals {
  processes = 0
  /** Microseconds. */
  userTime = 0
  systemTime = 0
  /** The longest first. */
  slowest: readonly Slow[] = []

  started(): void {
    this.processes++
  }

  ended(process: Live, event: Exited): void {
    this.userTime += event.userTime ?? 0
    this.systemTime += event.systemTime ?? 0
    const own = ownTime(process, event.time)
    if (this.slowest.length === SLOWEST && own <= this.slowest[SLOWEST - 1]!.ownTime) return
    const { pid, name, cmdline } = process
    this.slowest = [...this.slowest, { pid, name, cmdline, ownTime: own }]
      .sort((a, b) => (a.ownTime < b.ownTime ? 1 : -1))
      .slice(0, SLOWEST)
  }
}
