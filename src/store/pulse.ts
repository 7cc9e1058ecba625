import { databaseAway } from './away.ts'

/** Whoever waits for this long makes us ask whether the server is there, in milliseconds. */
const PATIENCE = 1000

/** How often that is looked at, in milliseconds. */
const LOOK_EVERY = 250

/** Who waits for an answer. */
interface Waiter {
  readonly since: number
  readonly fail: (error: Error) => void
}

/**
 * Tells a server that is slow from one that is silent: stopped, or behind a network that swallows what is sent. While
 * something waits for long, the server is asked a small question beside it; if that is not answered either, all
 * who wait fail at once, and so do those who come, until it answers again. So nobody waits for more than PATIENCE and
 * the time of a question.
 */
export class Pulse {
  readonly #waiting = new Set<Waiter>()
  #timer: NodeJS.Timeout | undefined
  #asking = false
  #answeredAt = -Infinity
  #silent = false

  /**
   * @param answers asks; resolves soon, whatever happens, with whether the server answered
   * @param onSilence is told when it does not
   */
  constructor(
    private readonly answers: () => Promise<boolean>,
    private readonly onSilence: () => void,
  ) {}

  /** Does what needs the server. @throws Unavailable when that is silent; what is begun may still take place then */
  watch<T>(work: () => Promise<T>): Promise<T> {
    if (this.#silent) return Promise.reject(databaseAway())
    let waiter: Waiter
    const silence = new Promise<never>((_, fail) => (waiter = { since: performance.now(), fail }))
    this.#waiting.add(waiter!)
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY).unref()
    return Promise.race([work(), silence]).finally(() => this.#waiting.delete(waiter))
  }

  /** Asks no more. */
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
