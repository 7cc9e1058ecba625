import { Heap } from './heap.ts'
import type { JobServers } from './job-servers.ts'
import type { ProcessTree } from './tree.ts'

/** What a job holds: nothing yet, the slot of its own program, or a shared one. */
const NONE = 0
const OWN = 1
const SHARED = 2

/**
 * Hands out the slots of job servers as GNU make does: each program has one of its own, which is that of its job where
 * it runs below another; the others are shared. Of jobs that wait, the one that began first in the record comes first.
 */
export class JobSlots {
  /** By server: the shared slots that are free, and the jobs that are ready for one. */
  readonly #free: number[]
  readonly #ready: readonly Heap[]
  /** By what has a slot of its own, a program or the job that it runs in: whether it is taken, and jobs for it. */
  readonly #taken: Uint8Array
  readonly #own = new Map<number, Heap>()
  /** By job: the slot that it holds. */
  readonly #held: Uint8Array

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
    this.#taken = new Uint8Array(tree.count + 1)
    this.#held = new Uint8Array(tree.count)
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
    if (this.#held[job] === OWN) this.#taken[holder] = 0
    else this.#free[server]!++
    this.#give(holder, server)
  }

  /** Lets one job begin without a slot, where all wait for each other. @returns whether there was one */
  force(): boolean {
    const ready = this.#ready.find((heap) => this.#next(heap) !== undefined)
    if (!ready) return false
    this.#begin(ready.pop()!, SHARED)
    return true
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
    if (own && !this.#taken[holder] && this.#next(own) !== undefined) {
      this.#taken[holder] = 1
      this.#begin(own.pop()!, OWN)
    }
    const ready = this.#ready[server]!
    while (this.#free[server]! > 0 && this.#next(ready) !== undefined) {
      this.#free[server]!--
      this.#begin(ready.pop()!, SHARED)
    }
  }

  /** The first that has no slot yet: a job stands in two heaps. */
  #next(heap: Heap): number | undefined {
    while (heap.first !== undefined && this.#held[heap.first] !== NONE) heap.pop()
    return heap.first
  }

  #begin(job: number, slot: number): void {
    this.#held[job] = slot
    this.launch(job)
  }
}
