import { NO_FAULTS, type Faults } from './faults.ts'
import { Random } from './random.ts'

/** The turns of the real event loop, before the simulation takes the timers. */
const realTurn = (
  (immediate) => () =>
    new Promise<void>((resolve) => void immediate(resolve))
)(setImmediate)

/** A simulated operating system process. */
export class Process {
  isAlive = true
  /** Stopped until then, by the steady clock. */
  stoppedUntil = 0
  readonly #ends: (() => void)[] = []

  constructor(
    readonly name: string,
    readonly pid: number,
  ) {}

  /** Runs when the process ends, however it does. */
  atEnd(clean: () => void): void {
    this.#ends.push(clean)
  }

  /** Ends the process at once: nothing of it runs any more. */
  kill(): void {
    if (!this.isAlive) return
    this.isAlive = false
    for (const clean of this.#ends.splice(0)) clean()
  }
}

const FIRST_PID = 1000

/** A step that waits for its time. */
export interface Task {
  at: number
  readonly order: number
  readonly process: Process
  readonly run: () => void
}

/** A broken promise of the program. */
export class Violation extends Error {}

/** Time, processes and the order of steps, all from one seed. */
export class World {
  readonly random: Random
  /** Milliseconds of the clock that nobody sets. */
  steady = 0
  /** What the wall clock shows more, in milliseconds. */
  wallOffset = Date.UTC(2026, 0, 2)
  /** Stands for the machine and the network around the processes. */
  readonly outside: Process
  /** The process whose step runs. */
  current: Process
  /** Steps so far. */
  steps = 0
  /** A digest of the steps, equal in a replay. */
  digest = 0
  /** What goes wrong, each by its probability. */
  faults: Faults = NO_FAULTS
  /** How often each fault happened. */
  readonly struck = new Map<keyof Faults, number>()
  readonly log: string[] = []
  /** The promise that was broken first. */
  violation: Violation | undefined
  readonly #processes: Process[] = []
  #orders = 0
  #real = 0
  readonly #tasks = new Set<Task>()

  constructor(readonly seed: number) {
    this.random = new Random(seed)
    this.outside = this.fork('outside')
    this.current = this.outside
  }

  /** Milliseconds since 1970, as the machine's clock shows them. */
  get wall(): number {
    return Math.floor(this.steady + this.wallOffset)
  }

  fork(name: string): Process {
    const process = new Process(name, FIRST_PID + this.#processes.length)
    this.#processes.push(process)
    return process
  }

  /** Whether a process with this id runs. */
  isAlive(pid: number): boolean {
    return this.#processes[pid - FIRST_PID]?.isAlive ?? false
  }

  /** Whether a fault of this kind happens now. It is noted. */
  strikes(fault: keyof Faults, where: string): boolean {
    if (!this.faults[fault] || !this.random.chance(this.faults[fault])) return false
    this.note(`fault ${fault} at ${where}`)
    this.struck.set(fault, (this.struck.get(fault) ?? 0) + 1)
    return true
  }

  /** Lets a process do something after a time, and a moment later by chance. */
  after(milliseconds: number, run: () => void, process = this.current): Task {
    const task = {
      at: this.steady + Math.max(0, milliseconds) + this.random.next(),
      order: ++this.#orders,
      process,
      run,
    }
    this.#tasks.add(task)
    return task
  }

  cancel(task: Task): void {
    this.#tasks.delete(task)
  }

  /** Waits for work of the real machine that the simulation does not order, before the next step. */
  async real<T>(work: Promise<T>): Promise<T> {
    this.#real++
    try {
      return await work
    } finally {
      this.#real--
    }
  }

  note(text: string): void {
    this.log.push(`${(this.steady / 1000).toFixed(3)} ${this.current.name} ${text}`)
  }

  /** An error that nobody caught ends a process of Node, unless it is the end of a simulated one. */
  uncaught(error: unknown): void {
    if (this.current.isAlive) this.violate(`${this.current.name} crashed: ${(error as Error).stack}`)
  }

  violate(text: string): void {
    this.note(`VIOLATION ${text}`)
    this.violation ??= new Violation(text)
  }

  /** Runs steps until a time. @returns false if a promise was broken */
  async runUntil(time: number): Promise<boolean> {
    for (;;) {
      await this.#settle()
      if (this.violation) return false
      const task = this.#first()
      if (!task || task.at > time) {
        this.steady = Math.max(this.steady, time)
        return true
      }
      this.#tasks.delete(task)
      this.#step(task)
    }
  }

  #step(task: Task): void {
    const { process } = task
    if (!process.isAlive) return
    if (process.stoppedUntil > task.at) {
      task.at = process.stoppedUntil
      this.#tasks.add(task)
      return
    }
    this.steady = Math.max(this.steady, task.at)
    this.current = process
    this.steps++
    this.digest = (Math.imul(this.digest, 31) + Math.floor(this.steady * 1000) + process.pid) >>> 0
    try {
      task.run()
    } catch (error) {
      this.uncaught(error)
    }
  }

  #first(): Task | undefined {
    let first: Task | undefined
    for (const task of this.#tasks)
      if (!first || task.at < first.at || (task.at === first.at && task.order < first.order)) first = task
    return first
  }

  /** Lets everything happen that a step has caused without waiting for time. */
  async #settle(): Promise<void> {
    do await realTurn()
    while (this.#real > 0)
  }
}
