import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../../errors.ts'
import { NotSent } from '../../otlp/send.ts'

/** Runs that wait, at most. */
const MOST_QUEUED = 100

/** Attempts to send a run, and the pauses between them, milliseconds. */
const MOST_ATTEMPTS = 6
const FIRST_PAUSE = 1000
const LONGEST_PAUSE = 60_000

/** The events of a queue. */
export interface QueueEvents {
  sent(): void
  /** A run is given up. */
  dropped(id: string, reason: string): void
}

/**
 * Sends runs one after the other. A run that a collector cannot take now is tried again, with growing pauses, while the others
 * wait. The queue is bounded: when it is full, new runs are dropped.
 */
export class ForwardQueue {
  readonly #ids: string[] = []
  readonly #stopping = new AbortController()
  #working: Promise<void> | undefined

  /** @param send sends a run; it throws `NotSent` if that failed */
  constructor(
    private readonly send: (id: string, signal: AbortSignal) => Promise<void>,
    private readonly events: QueueEvents,
  ) {}

  /** Runs that wait, with the one that is being sent. */
  get length(): number {
    return this.#ids.length
  }

  add(id: string): void {
    if (this.#stopping.signal.aborted) return
    if (this.#ids.length >= MOST_QUEUED) return this.events.dropped(id, 'too many runs wait')
    this.#ids.push(id)
    this.#working ??= this.#work().finally(() => (this.#working = undefined))
  }

  /** Ends at once. Runs that wait are not sent. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#working
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping
    while (this.#ids.length > 0 && !signal.aborted) {
      const reason = await this.#sendOne(this.#ids[0]!, signal)
      if (signal.aborted) return
      if (reason === undefined) this.events.sent()
      else this.events.dropped(this.#ids[0]!, reason)
      this.#ids.shift()
    }
  }

  /** @returns why the run is given up; undefined if it was sent */
  async #sendOne(id: string, signal: AbortSignal): Promise<string | undefined> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.send(id, signal)
        return undefined
      } catch (error) {
        if (!isTransient(error) || attempt === MOST_ATTEMPTS || signal.aborted)
          return (error as Error).message
        const asked = error instanceof NotSent ? error.retryAfter : undefined
        const pause = asked ?? FIRST_PAUSE * 2 ** (attempt - 1)
        await sleep(Math.min(pause, LONGEST_PAUSE), undefined, { signal }).catch(() => {})
      }
    }
  }
}

/** Whether the same may succeed later: the collector said so, or the daemon had too much to do. */
const isTransient = (error: unknown): boolean =>
  error instanceof NotSent ? error.isTransient : error instanceof Unavailable
