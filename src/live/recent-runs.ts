import { PRESENT } from '../store/predicates.ts'
import { unwrapped } from '../store/reads/lookup.ts'
import type { Store } from '../store/store.ts'
import type { RunRow } from '../domain/model.ts'
import { PAUSE } from './event-log.ts'
import { paced } from './paced.ts'

/** How much earlier than its commit a change can be dated, in milliseconds, by a slow disk and by the clocks of two daemons. */
export const OVERLAP = 15_000

/** Pause between two readings of the changed runs, in milliseconds. */
const CHANGES_PAUSE = 250

/** Runs that were written, and runs that were deleted. */
export interface RunsChange {
  readonly runs: RunRow[]
  readonly deleted: string[]
}

/** The runs that changed or were deleted between a time and the reading. */
interface Changes {
  /** The server's clock, in milliseconds. */
  readonly since: number
  readonly looked: number
  readonly runs: readonly RunRow[]
  readonly deleted: readonly { readonly id: string; readonly deletedAt: bigint }[]
  /** Time of each run's change. */
  readonly at: ReadonlyMap<string, bigint>
  /** The differences from earlier readings, and from none. */
  readonly news: WeakMap<object, RunsChange>
}

/** The sequences of the runs that changed after a time, in the order of their changes. */
export interface Sequences {
  readonly since: number
  readonly looked: number
  readonly runs: readonly { readonly id: string; readonly seq: number }[]
}

/** Stands for the earlier reading of a subscriber that has none. */
const NOTHING = {}

/**
 * The recent changes, shared by the subscribers of all runs. Subscribers that keep up get the same object. A subscriber that
 * falls far behind causes a reading of its own.
 */
export class RecentRuns {
  readonly #changes: () => Promise<Changes>
  readonly #sequences: () => Promise<Sequences>

  /** @param now the server's clock, in milliseconds */
  constructor(
    private readonly store: Pick<Store, 'reader'>,
    private readonly now: () => number,
    pause = CHANGES_PAUSE,
  ) {
    const since = () => now() - 2 * OVERLAP
    this.#changes = paced(() => this.#readChanges(since()), pause)
    this.#sequences = paced(() => this.#readSequences(since()), PAUSE)
  }

  /** The changes since an earlier reading, or of the last seconds without one; none if nothing changed. */
  async newsAfter(known?: Changes): Promise<{ reading: Changes; news: RunsChange | undefined }> {
    let reading = await this.#changes()
    if (known && known.looked - OVERLAP < reading.since)
      reading = await this.#readChanges(known.looked - OVERLAP)
    const found = reading.news.get(known ?? NOTHING) ?? newsIn(reading, known)
    reading.news.set(known ?? NOTHING, found)
    return { reading, news: found.runs.length || found.deleted.length ? found : undefined }
  }

  /** The sequences of all runs that changed after a time, and perhaps of some that changed before. */
  async sequencesSince(time: number): Promise<Sequences> {
    const reading = await this.#sequences()
    return time < reading.since ? this.#readSequences(time) : reading
  }

  async #readChanges(since: number): Promise<Changes> {
    const looked = this.now()
    const { reader } = this.store
    const [rows, deleted] = await Promise.all([
      reader.run.findMany({ where: { changedAt: { gte: since }, ...PRESENT } }),
      reader.deletedRun.findMany({ where: { deletedAt: { gte: since } } }),
    ])
    const runs = (rows as RunRow[]).map(unwrapped)
    const at = new Map(runs.map((run) => [run.id, run.changedAt]))
    for (const { id, deletedAt } of deleted) at.set(id, deletedAt)
    return { since, looked, runs, deleted, at, news: new WeakMap() }
  }

  async #readSequences(since: number): Promise<Sequences> {
    const looked = this.now()
    const runs = await this.store.reader.run.findMany({
      where: { changedAt: { gte: since } },
      select: { id: true, seq: true },
      orderBy: { changedAt: 'asc' },
    })
    return { since, looked, runs }
  }
}

function newsIn({ runs, deleted }: Changes, known?: Changes): RunsChange {
  return {
    runs: runs.filter((run) => known?.at.get(run.id) !== run.changedAt),
    deleted: deleted.filter((run) => known?.at.get(run.id) !== run.deletedAt).map(({ id }) => id),
  }
}
