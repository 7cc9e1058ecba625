import type { ServerResponse } from 'node:http'

/** Sockets and subscriptions over HTTP that can be open together, at most. */
const LIMIT = 1000

/** How often a stream is looked at, in milliseconds. */
const LOOK_EVERY = 12_000

/** Looks at a stream at which nothing more had gone out: then its client counts as too slow, or gone. */
const STALLED_LOOKS = 3

/** Counts open connections: WebSockets, and responses that carry a subscription. */
export class Connections {
  readonly #streams = new Set<ServerResponse>()

  constructor(
    private readonly sockets: () => number,
    private readonly limit = LIMIT,
    private readonly lookEvery = LOOK_EVERY,
  ) {}

  /** The number of open ones. */
  get count(): number {
    return this.sockets() + this.#streams.size
  }

  get full(): boolean {
    return this.count >= this.limit
  }

  /** Counts a response until it is closed, and ends it if its client stops reading. @returns false if too many are open */
  hold(answer: ServerResponse): boolean {
    if (this.#streams.has(answer)) return true
    if (this.full || answer.destroyed) return false
    this.#streams.add(answer)
    let waiting = 0
    let stalled = 0
    const timer = setInterval(() => {
      stalled = answer.writableLength && answer.writableLength >= waiting ? stalled + 1 : 0
      waiting = answer.writableLength
      if (stalled >= STALLED_LOOKS) answer.destroy()
    }, this.lookEvery)
    answer.once('close', () => {
      clearInterval(timer)
      this.#streams.delete(answer)
    })
    return true
  }

  /** Ends all streams. */
  close(): void {
    for (const answer of this.#streams) answer.destroy()
  }
}
