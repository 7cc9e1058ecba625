import { setMaxListeners } from 'node:events'

/** Takes hints to the other daemons on the same database, and brings theirs. It may lose any. */
export interface Relay {
  send(runIds: readonly string[]): void
  /** Tells of the hints of the others. */
  receive(listener: (runIds: readonly string[]) => void): void
  close(): void
}

/**
 * Carries hints from those who commit to those who watch. A hint says only "read again": whoever loses one, or gets
 * it twice, loses nothing, because the database is the log.
 */
export class Bus {
  readonly #target = new EventTarget()

  /** @param relay to the other daemons; there are none without it */
  constructor(private readonly relay?: Relay) {
    setMaxListeners(0, this.#target)
    relay?.receive((runIds) => this.#hint(runIds))
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
    const timer = setInterval(hint, every)
    try {
      while (!signal.aborted) {
        if (!hinted) await new Promise<void>((resolve) => (wake = resolve))
        hinted = false
        if (!signal.aborted) yield
      }
    } finally {
      clearInterval(timer)
      this.#target.removeEventListener(topic, hint)
      signal.removeEventListener('abort', hint)
    }
  }
}

const ANY_RUN = 'runs'
const topicOf = (runId: string) => `run:${runId}`
