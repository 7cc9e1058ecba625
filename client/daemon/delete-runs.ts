import { DELETE_RUNS } from '../documents/deletion.ts'
import { client } from './graph-client.ts'

/** A run that could not be deleted, and why. */
export interface FailedDeletion {
  readonly id: string
  readonly message: string
}

/** Deletes runs. What could not be deleted comes back with the reason, be it that nothing could be asked. */
export async function deleteRuns(
  ids: readonly string[],
): Promise<{ readonly deleted: readonly string[]; readonly failed: readonly FailedDeletion[] }> {
  const { data, error } = await client.mutation(DELETE_RUNS, { ids: [...ids] }).toPromise()
  if (data) return { deleted: data.deleteRuns.deleted, failed: data.deleteRuns.errors }
  const message = error?.graphQLErrors[0]?.message ?? 'The daemon did not respond'
  return { deleted: [], failed: ids.map((id) => ({ id, message })) }
}
