import { Heap } from './heap.ts'
import type { JobServers } from './job-servers.ts'
import type { ProcessTree } from './tree.ts'

/**
 * Hands out the slots of job servers as GNU make does. Each program has one of its own, which is that of its job where
 * it runs below another; its other jobs take shared ones. It keeps a slot that a job of its frees if it has another job
 * for it. Of jobs that wait, the one that began first in the record comes first.
 */
export class JobSlots {
  /** By server: the shared slots that are free, and the jobs that are ready for one. */
  readonly #free: number[]
  readonly #ready: readonly Heap[]
  /** By what has a slot of its own, a program or the job that it runs in: its jobs that run, and that are ready. */
  readonly #running: Int32Array
  readonly #own = new Map<number, Heap>()
  /** By job: whether it has had a slot. */
  readonly #hasBegun: Uint8Array

  /**
   * @param jobs the limit of each server
   * @param launch begins a job, which holds a slot now
   */
  constructor(
    private readonly tree: ProcessTree,
    private readonly servers: JobServers,
    jobs: readonly number[],
    private readonly launch: (job: number) => void,
  ) {
    this.#free = jobs.map((limit) => limit - 1)
    this.#ready = jobs.map(() => new Heap())
    this.#running = new Int32Array(tree.count + 1)
    this.#hasBegun = new Uint8Array(tree.count)
  }

  /** A job that needs nothing but a slot. */
  ask(job: number): void {
    const program = this.tree.parent[job]!
    const server = this.servers.serverOf[program]!
    const holder = this.#holderOf(program)
    let own = this.#own.get(holder)
    if (!own) this.#own.set(holder, (own = new Heap()))
    own.push(this.tree.start[job]!, job)
    this.#ready[server]!.push(this.tree.start[job]!, job)
    this.#give(holder, server)
  }

  /** A job has ended. */
  release(job: number): void {
    const program = this.tree.parent[job]!
    const server = this.servers.serverOf[program]!
    const holder = this.#holderOf(program)
    if (--this.#running[holder]! > 0) this.#free[server]!++
    this.#give(holder, server)
  }

  /** Lets one job begin without a slot, where all wait for each other. @returns whether there was one */
  force(): boolean {
    for (const [server, ready] of this.#ready.entries()) {
      if (this.#next(ready) === undefined) continue
      this.#free[server]!++
      this.#begin(ready, server)
      return true
    }
    return false
  }

  /** Programs in one job have its slot together. */
  #holderOf(program: number): number {
    const { parent } = this.tree
    const { nested, serverOf } = this.servers
    if (!nested[program]) return program
    let job = program
    while (serverOf[parent[job]!]! < 0) job = parent[job]!
    return job
  }

  #give(holder: number, server: number): void {
    const own = this.#own.get(holder)
    if (own && this.#next(own) !== undefined && (this.#running[holder] === 0 || this.#free[server]! > 0))
      this.#begin(own, server)
    const ready = this.#ready[server]!
    while (this.#free[server]! > 0 && this.#next(ready) !== undefined) this.#begin(ready, server)
  }

  /** The first that has no slot yet: a job stands in two heaps. */
  #next(heap: Heap): number | undefined {
    while (heap.first !== undefined && this.#hasBegun[heap.first]) heap.pop()
    return heap.first
  }

  #begin(heap: Heap, server: number): void {
    const job = heap.pop()!
    const holder = this.#holderOf(this.tree.parent[job]!)
    if (this.#running[holder]!++ > 0) this.#free[server]!--
    this.#hasBegun[job] = 1
    this.launch(job)
  }
}
