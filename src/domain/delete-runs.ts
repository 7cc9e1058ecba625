import { Conflict, NotFound, type BuildSpyError } from '../errors.ts'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/open.ts'
import { isLive } from './liveness.ts'

/** What became of each run that was to be deleted. */
export interface Deletion {
  readonly deleted: string[]
  readonly errors: { readonly id: string; readonly error: BuildSpyError }[]
}

/**
 * Deletes runs with all their events and processes; a live run is refused, and each refusal is reported beside the
 * others' success. An id given twice is deleted once.
 */
export async function deleteRuns(
  store: Store,
  bus: Bus,
  ids: readonly string[],
  now: number,
  timeout: number,
): Promise<Deletion> {
  const wanted = [...new Set(ids.map((id) => id.toLowerCase()))]
  const deletion = await store.writer.transaction(async (transaction) => {
    const runs = new Map((await transaction.read({ runs: wanted })).runs.map((run) => [run.id, run]))
    const result: Deletion = { deleted: [], errors: [] }
    for (const id of wanted) {
      const run = runs.get(id)
      if (!run) result.errors.push({ id, error: new NotFound(`There is no run ${id}`) })
      else if (isLive(run, now, timeout))
        result.errors.push({ id, error: new Conflict(`Cannot delete live build: ${id}`) })
      else result.deleted.push(id)
    }
    transaction.deleteRuns(result.deleted, now)
    return result
  })
  bus.publish(deletion.deleted)
  return deletion
}
