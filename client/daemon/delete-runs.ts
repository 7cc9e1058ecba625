import { DELETE_RUNS } from '../documents/deletion.ts'
import { client } from './graph-client.ts'

/** A run that could not be deleted, with the reason. */
export interface FailedDeletion {
  readonly id: string
  readonly message: string
}

/** Deletes runs. It returns the runs that it could not delete with their reasons, also if the daemon could not be reached. */
export async function deleteRuns(
  ids: readonly string[],
): Promise<{ readonly deleted: readonly string[]; readonly failed: readonly FailedDeletion[] }> {
  const { data, error } = await client.mutation(DELETE_RUNS, { ids: [...ids] }).toPromise()
  if (data) return { deleted: data.deleteRuns.deleted, failed: data.deleteRuns.errors }
  const message = error?.graphQLErrors[0]?.message ?? 'The daemon did not respond'
  return { deleted: [], failed: ids.map((id) => ({ id, message })) }
}
