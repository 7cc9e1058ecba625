import { liveSince } from '../domain/liveness.ts'
import type { Bus } from '../live/bus.ts'
import { past, PRESENT } from '../store/predicates.ts'
import type { Store } from '../store/store.ts'
import { deleteRuns } from './deletion.ts'

/** The limits of retention. An absent limit does not apply. */
export interface Keep {
  /** Milliseconds since a run began. */
  readonly age?: number | undefined
  /** Number of the newest runs. */
  readonly runs?: number | undefined
  /** Bytes that the database uses. */
  readonly bytes?: number | undefined
}

/** The needs of a retention sweep. */
export interface Retention {
  readonly store: Store
  readonly bus: Bus
  readonly keep: Keep
  /** Milliseconds without a submission after which a run is not live. */
  readonly liveTimeout: number
  readonly now: () => number
}

/** Runs that are marked as deleted before their rows are deleted, at most. */
const AT_A_TIME = 50

/**
 * Deletes the oldest runs beyond the limits, each as `deleteRuns` does, and waits until their rows are deleted. Live and pinned
 * runs stay, and count towards the limit.
 * @returns the number of deleted runs
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

/** Deletes the oldest runs until the database uses at most so many bytes. */
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

/** @returns the number of runs deleted with all their rows */
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

/** The start time before which retention deletes runs, in nanoseconds; undefined if it keeps all. */
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
