import type { Store } from '../store/store.ts'
import type { Hint } from './hint.ts'

/** The difference between two daemons' clocks that is tolerated, in milliseconds. The clocks date silence and changes. */
export const CLOCK_LIMIT = 10_000

/** A peer without a hint for this long is gone, in milliseconds. */
const GONE_AFTER = 60_000

/**
 * A hint can arrive late, so the daemon watches a peer for this long before it calls that peer's clock slow, in milliseconds.
 */
const WATCHED_FOR = 5000

/** Peers that are remembered, at most. */
const MOST_PEERS = 100

/** A peer's clock. Times are of the steady clock. */
interface Peer {
  /** How far our clock is ahead of the peer's, in milliseconds: the least of all its hints, because each may have been late. */
  ahead: number
  readonly since: number
  at: number
}

/**
 * Compares our clock with the database's, and with the clocks of the other daemons as their hints report them. The database
 * decides, because all daemons share it: if our clock differs from it by more than the limit, ours is wrong.
 */
export class Clocks {
  readonly #peers = new Map<string, Peer>()
  #database: number | undefined

  constructor(
    private readonly store: Pick<Store, 'clock'>,
    private readonly now: () => number,
    /** Milliseconds of a clock that nobody sets. */
    private readonly steady: () => number = () => performance.now(),
  ) {}

  /** Reads the database's clock. @throws Unavailable */
  async compare(): Promise<void> {
    if (!this.store.clock) return
    const [began, asked] = [this.steady(), this.now()]
    const there = await this.store.clock()
    const took = this.steady() - began
    const ahead = asked + took / 2 - there
    // The database read its clock at some moment of our wait, so a difference within the wait is none.
    this.#database = Math.sign(ahead) * Math.max(0, Math.abs(ahead) - took / 2)
  }

  /** Records the clock in a hint. */
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

  /** How far our clock is ahead of the database's, in milliseconds; undefined if the database has none. */
  get database(): number | undefined {
    return this.#database
  }

  /** How far our clock is ahead of the peer's that differs most, in milliseconds; undefined without peers. */
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

  /** Whether our clock is the wrong one. */
  get isOdd(): boolean {
    return Math.abs(this.#database ?? 0) > CLOCK_LIMIT
  }
}
