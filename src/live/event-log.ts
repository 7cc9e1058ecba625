import type { Store } from '../store/store.ts'
import { pageOfEvents, type ReadEvent } from '../store/reads/event-page.ts'
import { PRESENT_SQL } from '../store/predicates.ts'
import type { Part } from '../store/reads/part.ts'

/** Events of a batch, at most. */
export const BATCH = 500

/**
 * Pause of a subscriber before it reads again, in milliseconds. A build that reports all the time causes some thirty batches a
 * second, however many commits it makes.
 */
export const PAUSE = 30

/** Rows kept for subscribers that come a moment later, at most. The oldest reads are dropped first. */
const MOST_ROWS = 4000

/** How long rows are kept, in milliseconds: subscribers that keep up are at most this far apart. */
const KEPT_FOR = 1000

/** A reading that subscribers share, and when it began, by `performance.now()`. */
interface Reading {
  readonly began: number
  readonly part: Promise<Part<ReadEvent>>
}

/**
 * The events of runs, shared by their subscribers. Subscribers of one run with the same cursor get the same rows, so a hundred
 * of them cost one read, and one encoding of the batch. The log keeps few rows, and for a short time; a subscriber that falls
 * behind causes a read of its own.
 */
export class EventLog {
  readonly #reads = new Map<string, Reading>()
  readonly #kept = new Map<string, number>()
  #rows = 0

  constructor(private readonly store: Pick<Store, 'read' | 'readAside'>) {}

  /** Whether the run exists. */
  async has(runId: string): Promise<boolean> {
    const sql = `SELECT 1 FROM "Run" WHERE "id" = $1 AND ${PRESENT_SQL}`
    return (await this.store.read({ sql, parameters: [runId] })).length > 0
  }

  /**
   * The events of a run after a sequence, in order, at most `BATCH`; empty if there are none yet.
   * @param hintedAt when the subscriber learned of a commit, by `performance.now()`: rows that were read before it are cut
   */
  async after(runId: string, seq: number, hintedAt = -Infinity): Promise<Part<ReadEvent>> {
    const key = `${runId}/${seq}`
    const earlier = this.#reads.get(key)
    const part = await earlier?.part
    if (part?.rows.length) return earlier!.began > hintedAt || part.cut ? part : { ...part, cut: true }
    // An empty read may have begun before the latest commit. A read that another subscriber began after it did not.
    return (this.#reads.get(key) ?? this.#read(key, runId, seq)).part
  }

  #read(key: string, runId: string, seq: number): Reading {
    const range = { order: 'seq', after: [seq], limit: BATCH } as const
    const began = performance.now()
    const part = pageOfEvents(this.store, { runId }, range, true).then((part) => {
      if (part.rows.length) this.#keep(key, part.rows.length)
      else this.#reads.delete(key)
      return part
    })
    part.catch(() => this.#reads.delete(key))
    const reading = { began, part }
    this.#reads.set(key, reading)
    return reading
  }

  /** Rows stay valid, because an event never changes. An empty result does not. */
  #keep(key: string, rows: number): void {
    this.#kept.set(key, rows)
    this.#rows += rows
    setTimeout(() => this.#drop(key), KEPT_FOR).unref()
    for (const oldest of this.#kept.keys()) {
      if (this.#rows <= MOST_ROWS) break
      this.#drop(oldest)
    }
  }

  #drop(key: string): void {
    this.#rows -= this.#kept.get(key) ?? 0
    this.#kept.delete(key)
    this.#reads.delete(key)
  }
}
