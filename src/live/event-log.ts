import type { Store } from '../store/store.ts'
import { pageOfEvents, type ReadEvent } from '../store/reads/event-page.ts'
import { PRESENT_SQL } from '../store/predicates.ts'
import type { Part } from '../store/reads/part.ts'

/** Most events in one batch. */
export const BATCH = 500

/**
 * How long a watcher waits for more before it reads again, in milliseconds: of a build that reports all the time, it
 * gets some thirty batches a second, whatever the number of commits.
 */
export const PAUSE = 30

/** Rows kept for watchers who come a moment later, at most; the oldest reads go first. */
const MOST_ROWS = 4000

/** How long they are kept, in milliseconds: as far as watchers that keep up are apart. */
const KEPT_FOR = 1000

/**
 * The events of runs as their watchers read them. Watchers of one run that stand at the same place get the very same
 * rows: a hundred of them cost one read, and what is made of a batch can be made once. Few rows are kept, and not
 * for long; whoever falls behind reads for himself.
 */
export class EventLog {
  readonly #reads = new Map<string, Promise<Part<ReadEvent>>>()
  readonly #kept = new Map<string, number>()
  #rows = 0

  constructor(private readonly store: Pick<Store, 'read' | 'readAside'>) {}

  /** Whether there is such a run. */
  async has(runId: string): Promise<boolean> {
    const sql = `SELECT 1 FROM "Run" WHERE "id" = $1 AND ${PRESENT_SQL}`
    return (await this.store.read({ sql, parameters: [runId] })).length > 0
  }

  /** The events of a run that follow a sequence, in order, at most `BATCH`; none if there is none yet. */
  async after(runId: string, seq: number): Promise<Part<ReadEvent>> {
    const key = `${runId}/${seq}`
    const earlier = await this.#reads.get(key)
    if (earlier?.rows.length) return earlier
    // A read that found nothing may have begun before the latest commit; one that another began since then did not.
    return this.#reads.get(key) ?? this.#read(key, runId, seq)
  }

  #read(key: string, runId: string, seq: number): Promise<Part<ReadEvent>> {
    const range = { order: 'seq', after: [seq], limit: BATCH } as const
    const read = pageOfEvents(this.store, { runId }, range, true).then((part) => {
      if (part.rows.length) this.#keep(key, part.rows.length)
      else this.#reads.delete(key)
      return part
    })
    read.catch(() => this.#reads.delete(key))
    this.#reads.set(key, read)
    return read
  }

  /** Rows that were read stay right, because an event never changes; that none followed does not. */
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
