import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../../errors.ts'
import { NotSent } from '../../otlp/send.ts'

/** Runs that wait, at most. */
const MOST_QUEUED = 100

/** From the end of a run until it is sent, milliseconds: its last submissions may come after its end. */
const SETTLE = 2000

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

/** A run that waits. */
interface Waiting {
  readonly id: string
  /** When it has settled, by `performance.now()`. */
  readonly settled: number
}

/**
 * Sends runs that ended, one after the other, each some seconds after its end. A run that a collector cannot take now is tried again, with growing pauses, while the others
 * wait. The queue is bounded: when it is full, new runs are dropped.
 */
export class ForwardQueue {
  readonly #waiting: Waiting[] = []
  readonly #stopping = new AbortController()
  #working: Promise<void> | undefined

  /** @param send sends a run; it throws `NotSent` if that failed */
  constructor(
    private readonly send: (id: string, signal: AbortSignal) => Promise<void>,
    private readonly events: QueueEvents,
  ) {}

  /** Runs that wait, with the one that is being sent. */
  get length(): number {
    return this.#waiting.length
  }

  /** Takes a run that ended just now. */
  add(id: string): void {
    if (this.#stopping.signal.aborted) return
    if (this.#waiting.length >= MOST_QUEUED) return this.events.dropped(id, 'too many runs wait')
    this.#waiting.push({ id, settled: performance.now() + SETTLE })
    this.#working ??= this.#work().finally(() => (this.#working = undefined))
  }

  /** Ends at once. Runs that wait are not sent. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#working
  }

  async #work(): Promise<void> {
    const { signal } = this.#stopping
    while (this.#waiting.length > 0) {
      const { id, settled } = this.#waiting[0]!
      await pause(settled - performance.now(), signal)
      if (signal.aborted) return
      const reason = await this.#sendOne(id, signal)
      if (signal.aborted) return
      if (reason === undefined) this.events.sent()
      else this.events.dropped(id, reason)
      this.#waiting.shift()
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
        await pause(Math.min(asked ?? FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE), signal)
      }
    }
  }
}

/** Waits so many milliseconds, or until the signal aborts. */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => {})
}

/** Whether the same may succeed later: the collector said so, or the daemon had too much to do. */
const isTransient = (error: unknown): boolean =>
  error instanceof NotSent ? error.isTransient : error instanceof Unavailable
