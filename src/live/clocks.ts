import type { Store } from '../store/store.ts'
import type { Hint } from './hint.ts'

/** How far clocks of daemons may be apart, in milliseconds: by them silence is dated, and what is new. */
export const CLOCK_LIMIT = 10_000

/** A peer not heard from for this long is gone, in milliseconds. */
const GONE_AFTER = 60_000

/** Hints that come later than they were sent are no news: it takes some over this time to say that a clock is behind. */
const WATCHED_FOR = 5000

/** Peers that are known at a time, at most. */
const MOST_PEERS = 100

/** What is known of a peer's clock; times by the steady clock. */
interface Peer {
  /** How far ours is ahead of it, in milliseconds: the least of what hints said, since each may have been late. */
  ahead: number
  readonly since: number
  at: number
}

/**
 * Compares our clock with the database's and with those of the other daemons, as their hints tell them. The database is
 * the judge, as all share it: where ours differs from it by more than the limit, ours is the odd one.
 */
export class Clocks {
  readonly #peers = new Map<string, Peer>()
  #database: number | undefined

  constructor(
    private readonly store: Pick<Store, 'clock'>,
    private readonly now: () => number,
    /** Milliseconds that nobody sets. */
    private readonly steady: () => number = () => performance.now(),
  ) {}

  /** Asks the database. @throws Unavailable */
  async compare(): Promise<void> {
    if (!this.store.clock) return
    const [began, asked] = [this.steady(), this.now()]
    const there = await this.store.clock()
    const took = this.steady() - began
    const ahead = asked + took / 2 - there
    // Somewhere while we waited it looked: what that explains is no difference.
    this.#database = Math.sign(ahead) * Math.max(0, Math.abs(ahead) - took / 2)
  }

  /** Takes note of a hint. */
  hear({ from, at }: Hint): void {
    if (at === undefined) return
    const now = this.steady()
    const ahead = this.now() - at
    const known = this.#peers.get(from)
    const isFresh = !known || now - known.since > GONE_AFTER
    this.#peers.delete(from)
    this.#peers.set(from, {
      ahead: isFresh ? ahead : Math.min(known.ahead, ahead),
      since: isFresh ? now : known.since,
      at: now,
    })
    for (const oldest of this.#peers.keys()) {
      if (this.#peers.size <= MOST_PEERS) break
      this.#peers.delete(oldest)
    }
  }

  /** How far ours is ahead of the database's, in milliseconds; undefined if there is none to compare with. */
  get database(): number | undefined {
    return this.#database
  }

  /** How far ours is ahead of the peer's that differs most, in milliseconds; undefined without peers. */
  get peers(): number | undefined {
    const now = this.steady()
    let most: number | undefined
    for (const [from, { ahead, since, at }] of this.#peers) {
      if (now - at > GONE_AFTER) this.#peers.delete(from)
      else if (ahead < 0 || at - since >= WATCHED_FOR)
        most = most === undefined || Math.abs(ahead) > Math.abs(most) ? ahead : most
    }
    return most
  }

  /** Whether ours is the odd one. */
  get isOdd(): boolean {
    return Math.abs(this.#database ?? 0) > CLOCK_LIMIT
  }
}
