import { NotFound } from '../errors.ts'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/store.ts'
import { isDeleted, type RunRow } from '../domain/model.ts'

/** Pins a run, so that retention keeps it, or unpins it. @throws NotFound */
export async function pinRun(
  store: Store,
  bus: Bus,
  id: string,
  pinned: boolean,
  now: number,
): Promise<RunRow> {
  const pinnedRun = await store.writer.transaction(async (transaction) => {
    const [run] = (await transaction.read({ runs: [id] })).runs
    if (!run || isDeleted(run)) throw new NotFound(`There is no run ${id}`)
    const changedAt = run.changedAt < BigInt(now) ? BigInt(now) : run.changedAt + 1n
    transaction.saveRuns([{ ...run, changedAt }])
    transaction.pin(id, pinned)
    return { ...run, changedAt }
  })
  bus.publish([id])
  return pinnedRun
}
