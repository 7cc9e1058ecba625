import { setMaxListeners } from 'node:events'
import type { Hint } from './hint.ts'

/** Takes hints to the other daemons on the same database, and brings theirs. It may lose any. */
export interface Relay {
  send(runIds: readonly string[]): void
  /** Sends a hint of no run, which tells the others our clock. */
  greet(): void
  /** Tells of the hints of the others. */
  receive(listener: (hint: Hint) => void): void
  /** Messages that were no hints, so far. */
  refused(): number
  close(): void
}

/**
 * Carries hints from those who commit to those who watch. A hint says only "read again": whoever loses one, or gets
 * it twice, loses nothing, because the database is the log.
 */
export class Bus {
  readonly #target = new EventTarget()
  /** Told of each hint of another daemon. */
  onHint: (hint: Hint) => void = () => {}

  /** @param relay to the other daemons; there are none without it */
  constructor(private readonly relay?: Relay) {
    setMaxListeners(0, this.#target)
    relay?.receive((hint) => {
      this.#hint(hint.runs)
      this.onHint(hint)
    })
  }

  /** Messages of others that were no hints, so far. */
  get refused(): number {
    return this.relay?.refused() ?? 0
  }

  /** Tells the other daemons our clock. */
  greet(): void {
    this.relay?.greet()
  }

  /** Says that these runs, or their events, changed. */
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
   * Yields when there is reason to read again: at once, after each hint, and every `every` milliseconds in case a
   * hint was lost. Hints that arrive while the watcher is busy become one. Ends when `signal` aborts.
   * @param runId the run to watch; any run if absent
   */
  async *hints(signal: AbortSignal, runId?: string, every = 2000): AsyncGenerator<void> {
    const topic = runId ? topicOf(runId) : ANY_RUN
    let hinted = true
    let wake = () => {}
    const hint = () => {
      hinted = true
      wake()
    }
    this.#target.addEventListener(topic, hint)
    signal.addEventListener('abort', hint)
    // Watchers of any run look at the same moments, since they share what they read.
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
        if (!signal.aborted) yield
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
