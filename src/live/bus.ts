import { setMaxListeners } from 'node:events'
import type { Hint } from './hint.ts'

/** Carries hints to and from the other daemons on the same database. It may lose any. */
export interface Relay {
  send(runIds: readonly string[]): void
  /** Sends a hint without runs, which carries our clock to the others. */
  greet(): void
  /** Calls the listener with each hint of another daemon. */
  receive(listener: (hint: Hint) => void): void
  /** Number of messages so far that were not hints. */
  refused(): number
  close(): void
}

/**
 * Carries hints from committers to subscribers. A hint only says "read again". A lost or repeated hint loses nothing, because
 * the database is the log.
 */
export class Bus {
  readonly #target = new EventTarget()
  /** Runs at each hint of another daemon. */
  onHint: (hint: Hint) => void = () => {}

  /** @param relay to the other daemons; without it there are none */
  constructor(private readonly relay?: Relay) {
    setMaxListeners(0, this.#target)
    relay?.receive((hint) => {
      this.#hint(hint.runs)
      this.onHint(hint)
    })
  }

  /** Number of messages of other daemons so far that were not hints. */
  get refused(): number {
    return this.relay?.refused() ?? 0
  }

  /** Sends our clock to the other daemons. */
  greet(): void {
    this.relay?.greet()
  }

  /** Sends a hint for runs that changed, or whose events did. */
  publish(runIds: Iterable<string>): void {
    const ids = [...runIds]
    this.#hint(ids)
    this.relay?.send(ids)
  }

  close(): void {
    this.relay?.close()
  }

  #hint(runIds: readonly string[]): void {
    if (!runIds.length) return
    for (const id of runIds) this.#target.dispatchEvent(new Event(topicOf(id)))
    this.#target.dispatchEvent(new Event(ANY_RUN))
  }

  /**
   * Yields when a subscriber should read again: at once, after each hint, and every `every` milliseconds in case a hint was
   * lost. Hints that arrive while the subscriber is busy become one. Ends when `signal` aborts.
   * @param runId the run to watch; any run if absent
   * @returns the time of the latest hint, by `performance.now()`
   */
  async *hints(signal: AbortSignal, runId?: string, every = 2000): AsyncGenerator<number> {
    const topic = runId ? topicOf(runId) : ANY_RUN
    let hinted = true
    let at = performance.now()
    let wake = () => {}
    const hint = () => {
      hinted = true
      at = performance.now()
      wake()
    }
    this.#target.addEventListener(topic, hint)
    signal.addEventListener('abort', hint)
    // Subscribers of all runs wake at the same moments, because they share a reading.
    let timer = setTimeout(
      () => {
        hint()
        timer = setInterval(hint, every)
      },
      runId ? every : every - (performance.now() % every),
    )
    try {
      while (!signal.aborted) {
        if (!hinted) await new Promise<void>((resolve) => (wake = resolve))
        hinted = false
        if (!signal.aborted) yield at
      }
    } finally {
      clearTimeout(timer)
      this.#target.removeEventListener(topic, hint)
      signal.removeEventListener('abort', hint)
    }
  }
}

const ANY_RUN = 'runs'
const topicOf = (runId: string) => `run:${runId}`
