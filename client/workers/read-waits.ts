import type { WaitColumns } from '../../src/domain/analysis/wait-columns.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import { rowWaitsOf } from '../model/processes/row-waits.ts'

/** The daemon's response. */
interface WaitsAnswer {
  readonly data?: { readonly run: { readonly waitColumns: WaitColumns | null } | null } | null
}

/**
 * Reads what the processes of a run waited for into the worker's rows.
 * @param query the text of the query
 * @returns whether the rows have it now
 */
export async function readWaits(rows: ProcessRows, query: string, id: string): Promise<boolean> {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ query, variables: { id } }),
  }).catch(() => null)
  const answer = (await response?.json().catch(() => null)) as WaitsAnswer | null
  const columns = answer?.data?.run?.waitColumns
  rows.waits = columns ? rowWaitsOf(rows, columns) : null
  return rows.waits !== null
}
