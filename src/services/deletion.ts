import { Conflict, NotFound, type BuildSpyError } from '../errors.ts'
import type { Bus } from '../live/bus.ts'
import type { Store } from '../store/store.ts'
import { isDeleted } from '../domain/model.ts'
import { UUID } from '../wire/shapes.ts'
import { isLive } from '../domain/liveness.ts'

/** The result of a deletion for each run. */
export interface Deletion {
  readonly deleted: string[]
  readonly errors: { readonly id: string; readonly error: BuildSpyError }[]
}

/** Events of runs deleted in the same transaction, at most. The others follow in steps (`store/purge.ts`). */
const AT_ONCE = 2000

/**
 * Deletes runs with all their events and processes. It refuses live runs, and reports each refusal beside the deleted ids. An
 * id given twice is deleted once. When this resolves, no reader finds the runs; the rows of a large run are deleted later.
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
    const found = await transaction.read({ runs: wanted.filter((id) => UUID.test(id)) })
    const runs = new Map(found.runs.filter((run) => !isDeleted(run)).map((run) => [run.id, run]))
    const result: Deletion = { deleted: [], errors: [] }
    for (const id of wanted) {
      const run = runs.get(id)
      if (!run) result.errors.push({ id, error: new NotFound(`There is no run ${id}`) })
      else if (isLive(run, now, timeout))
        result.errors.push({ id, error: new Conflict(`Cannot delete live build: ${id}`) })
      else result.deleted.push(id)
    }
    let events = 0
    const isSmall = (id: string) => (events += runs.get(id)!.seq) <= AT_ONCE
    const large = new Set(result.deleted.filter((id) => !isSmall(id)))
    transaction.deleteRuns(
      result.deleted.filter((id) => !large.has(id)),
      now,
    )
    transaction.markDeleted(
      [...large].map((id) => runs.get(id)!),
      now,
    )
    return result
  })
  bus.publish(deletion.deleted)
  if (deletion.deleted.length) store.purge.wake()
  return deletion
}
