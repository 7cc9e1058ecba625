import { JobQueues } from './job-queues.ts'
import { JobSlots } from './job-slots.ts'
import type { BuildModel } from './model.ts'
import { Processors } from './processors.ts'
import { readersByWriter } from './pipes.ts'
import type { Tasks } from './tasks.ts'
import { lengths } from './tree.ts'

/** A build that differs from the recorded one. */
export interface Changes {
  /** The limit of each job server. */
  readonly jobs: readonly number[]
  /** Processors of the machine; infinite if it is not known. */
  readonly cores: number
  /** How many of them other programs want, on average. */
  readonly others: number
  /** By row, and last the run itself: so many times faster; infinite for a process that does not take place. */
  readonly speed?: ArrayLike<number>
}

/** How a build went in the simulation. Milliseconds; by row. */
export interface Simulated {
  readonly wall: number
  readonly start: Float64Array
  readonly end: Float64Array
  /** How long it waited for a processor in its own time. */
  readonly runQueue: Float64Array
  /** Bytes: the most that the processes at a time had at their peaks. */
  readonly peakMemory: number
}

/**
 * Runs a build in the mind. A process does its own work and starts its children in the recorded order, each after the
 * siblings that had ended by then; a program that runs jobs starts a job when what it needs has ended and a slot is
 * free. Computing processes share the processors fairly. O(n log n).
 */
export const simulate = (model: BuildModel, tasks: Tasks, changes: Changes): Simulated =>
  new Simulation(model, tasks, changes).run()

/** What a process does now. */
const STAGE = { NOT_BEGUN: 0, HEAD: 1, CHILDREN: 2, LEAD: 3, TAIL: 4, ENDED: 5 } as const

class Simulation {
  readonly #start: Float64Array
  readonly #end: Float64Array
  readonly #runQueue: Float64Array
  readonly #stage: Uint8Array
  /** By parent: the place of the next child to start, and of the first that has not ended. */
  readonly #next: Int32Array
  readonly #ended: Int32Array
  /** By parent: the child that it starts now, and how many have not started. */
  readonly #starting: Int32Array
  readonly #toStart: Int32Array
  /** By job: how many of those that it needs have not ended, and whether its program has come to it. */
  readonly #missing: Int32Array
  readonly #isReached: Uint8Array
  /** The work at hand: when it began, and how long it takes where a processor is always free. */
  readonly #began: Float64Array
  readonly #lasts: Float64Array
  /** By program: jobs that have a slot, which it starts one after the other. */
  readonly #launching: JobQueues
  readonly #readers: ReadonlyMap<number, readonly number[]>
  readonly #processors: Processors
  readonly #slots: JobSlots
  /** Lists rather than recursion, for chains may be long: whose work is done, who may go on, who frees a slot. */
  readonly #done: number[] = []
  readonly #woken: number[] = []
  readonly #freed: number[] = []
  #memory = 0
  #peak = 0

  constructor(
    private readonly model: BuildModel,
    private readonly tasks: Tasks,
    private readonly changes: Changes,
  ) {
    const { tree, servers, files, writer } = model
    const { count, first } = tree
    const column = () => new Float64Array(count + 1)
    this.#start = column()
    this.#end = column()
    this.#runQueue = column()
    this.#began = column()
    this.#lasts = column()
    this.#stage = new Uint8Array(count + 1)
    this.#next = first.slice(0, count + 1)
    this.#ended = first.slice(0, count + 1)
    this.#starting = new Int32Array(count + 1)
    this.#toStart = lengths(first, count + 1)
    this.#missing = lengths(files.first, count)
    this.#isReached = new Uint8Array(count)
    this.#launching = new JobQueues(count)
    this.#readers = readersByWriter(writer)
    this.#processors = new Processors(changes.cores, tasks.demand, changes.others)
    this.#slots = new JobSlots(tree, servers, changes.jobs, (job) => this.#launch(job))
  }

  run(): Simulated {
    const { count } = this.model.tree
    this.#begin(count)
    for (;;) {
      this.#settle()
      if (this.#stage[count] === STAGE.ENDED) break
      const row = this.#processors.next()
      if (row < 0) {
        if (!this.#slots.force()) break
        continue
      }
      const took = this.#processors.now - this.#began[row]!
      this.#runQueue[row]! += Math.max(0, took - this.#lasts[row]!)
      this.#done.push(row)
    }
    return {
      wall: this.#processors.now,
      start: this.#start,
      end: this.#end,
      runQueue: this.#runQueue,
      peakMemory: this.#peak,
    }
  }

  /** Does all that takes no time. */
  #settle(): void {
    for (;;) {
      const done = this.#done.pop()
      const woken = done ?? this.#woken.pop()
      if (done !== undefined) this.#finishWork(done)
      else if (woken !== undefined) this.#goOn(woken)
      else if (this.#freed.length > 0) this.#slots.release(this.#freed.pop()!)
      else return
    }
  }

  #begin(row: number): void {
    this.#start[row] = this.#processors.now
    if (row < this.model.tree.count) this.#memory += this.model.run.processes.peakMemory[row]!
    this.#peak = Math.max(this.#peak, this.#memory)
    this.#work(row, STAGE.HEAD, this.tasks.head[row]!)
  }

  #work(row: number, stage: number, length: number): void {
    const lasts = length / (this.changes.speed?.[row] ?? 1)
    this.#stage[row] = stage
    this.#began[row] = this.#processors.now
    this.#lasts[row] = lasts
    if (lasts > 0) this.#processors.begin(row, lasts)
    else this.#done.push(row)
  }

  #finishWork(row: number): void {
    const stage = this.#stage[row]
    if (stage === STAGE.TAIL) return this.#finish(row)
    this.#stage[row] = STAGE.CHILDREN
    if (stage === STAGE.LEAD) this.#startChild(this.#starting[row]!)
    this.#goOn(row)
  }

  /** Starts the next child, or waits, or does what is left to do. */
  #goOn(row: number): void {
    if (this.#stage[row] !== STAGE.CHILDREN) return
    const { byStart, first, count } = this.model.tree
    const { joins, lead, tail } = this.tasks
    let child = -1
    if (this.model.servers.serverOf[row]! >= 0) {
      while (this.#hasNext(row)) this.#reach(byStart[this.#next[row]!++]!)
      child = this.#launching.take(row)
    } else if (this.#hasNext(row)) child = byStart[this.#next[row]!++]!
    if (child >= 0) {
      this.#starting[row] = child
      return this.#work(row, STAGE.LEAD, lead[child]!)
    }
    const writer = row < count ? this.model.writer[row]! : -1
    const isFed = writer >= 0 && this.#stage[writer] !== STAGE.ENDED
    const ended = this.#ended[row]! - first[row]!
    if (this.#toStart[row] === 0 && ended >= joins[row]! && !isFed) this.#work(row, STAGE.TAIL, tail[row]!)
  }

  /** Whether a parent has one more child, and all that it needs have ended. */
  #hasNext(row: number): boolean {
    const { first, byStart } = this.model.tree
    const next = this.#next[row]!
    return next < first[row + 1]! && this.tasks.needs[byStart[next]!]! <= this.#ended[row]! - first[row]!
  }

  /** The program has come to a job in the recorded order. */
  #reach(job: number): void {
    this.#isReached[job] = 1
    if (this.#missing[job] === 0) this.#ask(job)
  }

  #ask(job: number): void {
    if (this.#takesPlace(job)) this.#slots.ask(job)
    else this.#startChild(job)
  }

  #launch(job: number): void {
    const program = this.model.tree.parent[job]!
    this.#launching.add(program, job)
    this.#woken.push(program)
  }

  #takesPlace(row: number): boolean {
    return this.changes.speed?.[row] !== Infinity
  }

  #startChild(row: number): void {
    this.#toStart[this.model.tree.parent[row]!]!--
    if (this.#takesPlace(row)) return this.#begin(row)
    this.#leaveOut(row)
    this.#tell(row)
  }

  /** All below a process that does not take place do not either. */
  #leaveOut(row: number): void {
    const { first, byStart } = this.model.tree
    const rows = [row]
    for (let at = rows.pop(); at !== undefined; at = rows.pop()) {
      this.#stage[at] = STAGE.ENDED
      this.#start[at] = this.#processors.now
      this.#end[at] = this.#processors.now
      for (let i = first[at]!; i < first[at + 1]!; i++) rows.push(byStart[i]!)
    }
  }

  #finish(row: number): void {
    const { count, parent } = this.model.tree
    this.#stage[row] = STAGE.ENDED
    this.#end[row] = this.#processors.now
    if (row === count) return
    this.#memory -= this.model.run.processes.peakMemory[row]!
    if (this.model.servers.serverOf[parent[row]!]! >= 0) this.#freed.push(row)
    this.#tell(row)
  }

  /** Lets those go on that waited for the end of a process. */
  #tell(row: number): void {
    const { parent, first, byEnd } = this.model.tree
    const above = parent[row]!
    const last = first[above + 1]!
    while (this.#ended[above]! < last && this.#stage[byEnd[this.#ended[above]!]!] === STAGE.ENDED)
      this.#ended[above]!++
    this.#woken.push(above)
    for (const reader of this.#readers.get(row) ?? []) this.#woken.push(reader)
    const { needing } = this.tasks
    for (let i = needing.first[row]!; i < needing.first[row + 1]!; i++) {
      const job = needing.jobs[i]!
      if (--this.#missing[job]! === 0 && this.#isReached[job]) this.#ask(job)
    }
  }
}
