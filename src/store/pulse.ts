import { databaseAway } from './away.ts'

/** A caller that waits for this long causes a ping of the server, in milliseconds. */
const PATIENCE = 1000

/** Interval of the checks for such callers, in milliseconds. */
const LOOK_EVERY = 250

/** A caller that waits for the server. */
interface Waiter {
  readonly since: number
  readonly fail: (error: Error) => void
}

/**
 * Distinguishes a slow server from a silent one, which is stopped or behind a network that drops everything. If a caller waits
 * for long, the server gets a ping. If it does not respond to the ping either, all waiting callers fail at once, and so do new
 * ones until it responds again. So no caller waits for more than PATIENCE and the time of a ping.
 */
export class Pulse {
  readonly #waiting = new Set<Waiter>()
  #timer: NodeJS.Timeout | undefined
  #asking = false
  #answeredAt = -Infinity
  #silent = false

  /**
   * @param answers pings the server; resolves soon in any case, with whether the server responded
   * @param onSilence runs when it did not
   */
  constructor(
    private readonly answers: () => Promise<boolean>,
    private readonly onSilence: () => void,
  ) {}

  /** Runs work that needs the server. @throws Unavailable if the server is silent; it may still do the work */
  watch<T>(work: () => Promise<T>): Promise<T> {
    if (this.#silent) return Promise.reject(databaseAway())
    let waiter: Waiter
    const silence = new Promise<never>((_, fail) => (waiter = { since: performance.now(), fail }))
    this.#waiting.add(waiter!)
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY).unref()
    return Promise.race([work(), silence]).finally(() => this.#waiting.delete(waiter))
  }

  /** Stops the checks. */
  stop(): void {
    clearInterval(this.#timer)
  }

  async #look(): Promise<void> {
    if (this.#asking) return
    const [oldest] = this.#waiting
    if (!this.#silent) {
      if (!oldest) {
        clearInterval(this.#timer)
        this.#timer = undefined
        return
      }
      if (performance.now() - Math.max(oldest.since, this.#answeredAt) < PATIENCE) return
    }
    this.#asking = true
    this.#silent = !(await this.answers())
    this.#asking = false
    this.#answeredAt = performance.now()
    if (!this.#silent) return
    for (const { fail } of this.#waiting) fail(databaseAway())
    this.onSilence()
  }
}
