/** Values of results made in one turn of the event loop: about 10 ms of work. */
export const TURN = 10_000

/** Values that one execution makes before the next one continues, in a turn that several share. */
const SHARE = 1000

/** Approximate bytes that all results in progress may occupy together. */
export const MOST_CARRIED = 256 * 1024 * 1024

/** An execution that waits for the event loop. */
export interface Waiting {
  /** Continues with work of about so many values at most. @returns the values used, and whether more waits */
  goOn(share: number): { values: number; more: boolean }
}

/**
 * Shares the event loop among executions. Each turn has room for so many values. The excess waits for the next turn, so that
 * requests, submissions and other executions come between. Waiting executions continue in rotation.
 */
export class Turns {
  #left = TURN
  #armed = false
  readonly #waiting = new Set<Waiting>()
  #metered: { spent: number } | undefined
  #since = 0
  #carried = 0

  /** Counts the size of a result until it is sent, and then subtracts it. @returns false if all together are too large */
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

  /** Lets an execution continue in one of the next turns. */
  add(waiting: Waiting): void {
    this.#waiting.add(waiting)
    this.#arm()
  }

  delete(waiting: Waiting): void {
    this.#waiting.delete(waiting)
  }

  /** Adds the time since the last call of the same turn, in milliseconds, to the caller of that call. */
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
