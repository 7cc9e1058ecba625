/** Values of answers that are made in one turn of the event loop: some 10 ms of work. */
export const TURN = 10_000

/** Values that one execution makes before the next one comes, in a turn that several wait for. */
const SHARE = 1000

/** Bytes that all results under way may take together, about. */
export const MOST_CARRIED = 256 * 1024 * 1024

/** Whoever waits for the event loop. */
export interface Waiting {
  /** Goes on with work of at most about so many values. @returns the values it went on with, and whether more waits */
  goOn(share: number): { values: number; more: boolean }
}

/**
 * Shares the event loop among executions. Each turn has room for so many values; what exceeds it waits for the next turn,
 * so that requests, submissions and other executions come between. Those that wait go on in rotation.
 */
export class Turns {
  #left = TURN
  #armed = false
  readonly #waiting = new Set<Waiting>()
  #metered: { spent: number } | undefined
  #since = 0
  #carried = 0

  /** Counts what an answer came to, until it is sent: then what is negative. @returns false if all are too much together */
  carry(bytes: number): boolean {
    this.#carried += bytes
    return this.#carried <= MOST_CARRIED
  }

  /** Takes room for so many values in this turn. @returns false if there is none left */
  take(values: number): boolean {
    this.#arm()
    if (this.#left <= 0) return false
    this.#left -= values
    return true
  }

  /** Lets it go on in one of the next turns. */
  add(waiting: Waiting): void {
    this.#waiting.add(waiting)
    this.#arm()
  }

  delete(waiting: Waiting): void {
    this.#waiting.delete(waiting)
  }

  /** Counts the time since the last call of the same turn, in milliseconds, as spent by whoever called then. */
  meter(work: { spent: number }): void {
    this.#arm()
    const now = performance.now()
    if (this.#metered) this.#metered.spent += now - this.#since
    this.#metered = work
    this.#since = now
  }

  #arm(): void {
    if (this.#armed) return
    this.#armed = true
    setImmediate(() => this.#turn())
  }

  #turn(): void {
    this.#armed = false
    this.#metered = undefined
    this.#left = TURN
    while (this.#left > 0) {
      const [next] = this.#waiting
      if (!next) return
      this.#waiting.delete(next)
      const { values, more } = next.goOn(Math.min(SHARE, this.#left))
      this.#left -= values
      if (more) this.#waiting.add(next)
    }
    if (this.#waiting.size) this.#arm()
  }
}
