import { SUMS, type Sums } from '../measures.ts'

/** What wait4(2) says of an ended process, with the children it waited for. */
export interface Usage extends Readonly<Sums> {
  /** The largest resident memory of the process, its earlier images, and the children it waited for; bytes. */
  readonly maxResident: number
}

/**
 * What a process's ended children used, as far as the process waited for them: only that much is in its own rusage
 * (getrusage(2), RUSAGE_CHILDREN) and has to be subtracted from it. Whether it waited for a child shows at its own end, while
 * its unwaited children are still its zombies.
 */
export class ChildUsage {
  readonly sums: Sums = Object.assign({}, NOTHING)
  /** Bytes, the largest of any ended child. */
  maxResident = 0
  private readonly ended = new Map<number, Usage>()

  get isEmpty(): boolean {
    return this.ended.size === 0
  }

  /** A child was reaped by the tracer; its parent may wait for it from now on. */
  add(pid: number, child: Usage): void {
    // The id could be reused only because the earlier child had been waited for.
    this.take(pid)
    this.ended.set(pid, child)
    this.maxResident = Math.max(this.maxResident, child.maxResident)
  }

  /**
   * Counts the children that the process waited for.
   * @param wasWaitedFor whether the child is gone, or its id belongs to another process by now
   */
  settle(wasWaitedFor: (pid: number) => boolean): void {
    for (const pid of this.ended.keys()) if (wasWaitedFor(pid)) this.take(pid)
  }

  /** Forgets the children that vanished without being waited for, because SIGCHLD was ignored. */
  discard(): void {
    this.ended.clear()
  }

  /** What a process used itself. @param usage its own and that of the children it waited for */
  ownOf(usage: Usage): Sums {
    const own = Object.assign({}, NOTHING)
    for (const sum of SUMS) own[sum] = Math.max(usage[sum] - this.sums[sum], 0)
    return own
  }

  private take(pid: number): void {
    const child = this.ended.get(pid)
    if (!child) return
    for (const sum of SUMS) this.sums[sum] += child[sum]
    this.ended.delete(pid)
  }
}

const NOTHING = Object.fromEntries(SUMS.map((sum) => [sum, 0])) as Sums
