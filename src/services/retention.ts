import { liveSince } from '../domain/liveness.ts'
import type { Bus } from '../live/bus.ts'
import { past, PRESENT } from '../store/predicates.ts'
import type { Store } from '../store/store.ts'
import { deleteRuns } from './deletion.ts'

/** How much is kept; no limit where there is none. */
export interface Keep {
  /** Milliseconds since a run began. */
  readonly age?: number | undefined
  /** The newest runs, so many. */
  readonly runs?: number | undefined
  /** Bytes that the database uses. */
  readonly bytes?: number | undefined
}

/** What a sweep of retention works with. */
export interface Retention {
  readonly store: Store
  readonly bus: Bus
  readonly keep: Keep
  /** Milliseconds without a word after which a run is not live. */
  readonly liveTimeout: number
  readonly now: () => number
}

/** Runs that are deleted before their rows are gone, at most. */
const AT_A_TIME = 50

/**
 * Deletes the oldest runs beyond what is kept, each as `deleteRuns` does, and waits until their rows are gone. Live and
 * pinned runs stay, and count among those that are kept.
 * @returns how many went
 */
export async function retain(retention: Retention): Promise<number> {
  const { keep } = retention
  const old = await remove(retention, await oldest(retention))
  return old + (keep.bytes === undefined ? 0 : await shrink(retention, keep.bytes))
}

/** Deletes the runs that began before a time, the oldest first. */
async function remove(retention: Retention, before: bigint | undefined): Promise<number> {
  if (before === undefined) return 0
  let gone = 0
  for (;;) {
    const deleted = await removeSome(retention, AT_A_TIME, before)
    if (!deleted) return gone
    gone += deleted
  }
}

/** Deletes the oldest runs until so many bytes are used at most. */
async function shrink(retention: Retention, bytes: number): Promise<number> {
  const { used } = retention.store.dialect
  if (!used) return 0
  const { reader } = retention.store
  for (let gone = 0; ;) {
    const [row] = await reader.$queryRaw<{ bytes: bigint }[]>(used)
    if (Number(row!.bytes) <= bytes) return gone
    const deleted = await removeSome(retention, 1)
    if (!deleted) return gone
    gone += deleted
  }
}

/** @returns how many were deleted, and their rows */
async function removeSome({ store, bus, now, liveTimeout }: Retention, most: number, before?: bigint) {
  const runs = await store.reader.run.findMany({
    where: {
      pinned: false,
      ...(before !== undefined && { startTime: { lt: before } }),
      ...past(liveSince(now(), liveTimeout)),
    },
    orderBy: [{ startTime: 'asc' }, { id: 'asc' }],
    select: { id: true },
    take: most,
  })
  const ids = runs.map(({ id }) => id)
  const { deleted } = ids.length ? await deleteRuns(store, bus, ids, now(), liveTimeout) : { deleted: [] }
  await store.purge.idle()
  return deleted.length
}

/** The start time before which runs are not kept, in nanoseconds; undefined if all are. */
async function oldest({ store, keep, now }: Retention): Promise<bigint | undefined> {
  const byAge = keep.age === undefined ? undefined : BigInt(now() - keep.age) * 1_000_000n
  if (keep.runs === undefined) return byAge
  const [last] = await store.reader.run.findMany({
    where: PRESENT,
    orderBy: [{ startTime: 'desc' }, { id: 'desc' }],
    select: { startTime: true },
    skip: keep.runs - 1,
    take: 1,
  })
  if (!last) return byAge
  return byAge === undefined || byAge < last.startTime ? last.startTime : byAge
}
