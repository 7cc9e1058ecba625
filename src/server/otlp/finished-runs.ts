import type { Store } from '../../store/store.ts'

/** A run is settled when nothing was heard of it for so long, milliseconds: some events come after the end. */
const SETTLE = 2000

/** A run may be ended so long after it was last heard of, milliseconds, beside the silence after which it is given up. */
const LATE = 600_000

/** Finds runs that ended, each once. Runs that were last heard of before it was made are left out. */
export class FinishedRuns {
  /** Those that were found, with the time at which they were last heard of. */
  readonly #found = new Map<string, bigint>()
  readonly #since: number

  /**
   * @param now the server's clock, in milliseconds
   * @param liveTimeout silence after which a run is given up, in milliseconds
   */
  constructor(
    private readonly store: Pick<Store, 'reader'>,
    private readonly now: () => number,
    private readonly liveTimeout: number,
  ) {
    this.#since = now() - liveTimeout
  }

  /** @returns ids of the runs that ended since the last call, the first first */
  async next(): Promise<string[]> {
    const now = this.now()
    const since = Math.max(this.#since, now - this.liveTimeout - LATE)
    const runs = await this.store.reader.run.findMany({
      where: { status: { in: ['completed', 'failed'] }, lastSeenAt: { gte: since, lte: now - SETTLE } },
      orderBy: { lastSeenAt: 'asc' },
      select: { id: true, lastSeenAt: true },
    })
    for (const [id, seen] of this.#found) if (seen < since) this.#found.delete(id)
    const fresh = runs.filter(({ id }) => !this.#found.has(id))
    for (const { id, lastSeenAt } of fresh) this.#found.set(id, lastSeenAt)
    return fresh.map(({ id }) => id)
  }
}
