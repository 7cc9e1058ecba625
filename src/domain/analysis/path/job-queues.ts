const NONE = -1

/** A queue of jobs for each program, first in, first out; a job stands in one at a time. O(1) for each job. */
export class JobQueues {
  readonly #first: Int32Array
  readonly #last: Int32Array
  /** By job: the one behind it. */
  readonly #behind: Int32Array

  /** @param count rows of jobs; programs may have one more */
  constructor(count: number) {
    this.#first = new Int32Array(count + 1).fill(NONE)
    this.#last = new Int32Array(count + 1).fill(NONE)
    this.#behind = new Int32Array(count).fill(NONE)
  }

  add(program: number, job: number): void {
    if (this.#first[program] === NONE) this.#first[program] = job
    else this.#behind[this.#last[program]!] = job
    this.#last[program] = job
  }

  /** Takes the first job of a program's queue. @returns −1 if there is none */
  take(program: number): number {
    const job = this.#first[program]!
    if (job !== NONE) this.#first[program] = this.#behind[job]!
    return job
  }
}
