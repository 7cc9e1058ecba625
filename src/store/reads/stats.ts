import { live, PRESENT } from '../predicates.ts'
import type { Store } from '../store.ts'
import type { RunStatus } from '../../domain/model.ts'

/** Counts over all runs. `byStatus` counts the stored status: a live run counts as `running`. */
export interface Stats {
  readonly totalRuns: number
  readonly liveBuilds: number
  readonly byStatus: { readonly status: RunStatus; readonly count: number }[]
  /** Start times, nanoseconds; null when there is no run. */
  readonly oldestRun: bigint | null
  readonly newestRun: bigint | null
}

/** @param since the time after which a live run was heard from, in milliseconds */
export async function readStats({ reader }: Store, since: number): Promise<Stats> {
  const [groups, liveBuilds, { _min, _max }] = await Promise.all([
    reader.run.groupBy({ by: 'status', where: PRESENT, _count: true, orderBy: { status: 'asc' } }),
    reader.run.count({ where: live(since) }),
    reader.run.aggregate({ where: PRESENT, _min: { startTime: true }, _max: { startTime: true } }),
  ])
  return {
    totalRuns: groups.reduce((sum, group) => sum + group._count, 0),
    liveBuilds,
    byStatus: groups.map((group) => ({ status: group.status as RunStatus, count: group._count })),
    oldestRun: _min.startTime,
    newestRun: _max.startTime,
  }
}
