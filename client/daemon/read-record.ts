import { recordText } from '../../src/domain/analysis/export/record.ts'
import type { OperationResult } from '@urql/core'
import { FILES_RECORD, MACHINE_RECORD, RECORD } from '../documents/record.ts'
import { bulkClient } from './graph-client.ts'

/** Events in a page, the most that the daemon sends. */
const PAGE = 500

/** Lines of files in a page: each has up to 256 KiB. */
const FILES_PAGE = 20

/**
 * Streams the record of a run as NDJSON, page by page.
 * @param progress receives the share of the events that has been read, 0 to 1; a live build gets more events meanwhile
 * @throws Error with the daemon's reason
 */
export async function* readRecord(id: string, progress: (share: number) => void): AsyncGenerator<string> {
  let read = 0
  let total = 0
  const readEvents = async (after: string | null) => {
    const variables = { id, first: PAGE, after, begin: after === null }
    const { line, events } = runOf(await bulkClient.query(RECORD, variables).toPromise())
    read += events.nodes.length
    total = events.totalCount ?? total
    progress(total > 0 ? Math.min(1, read / total) : 1)
    return { ...(line != null && { line }), page: events }
  }
  const readMachine = async (after: string | null) => {
    const variables = { id, first: PAGE, after }
    return { page: runOf(await bulkClient.query(MACHINE_RECORD, variables).toPromise()).machine }
  }
  const readFiles = async (after: string | null) => {
    const variables = { id, first: FILES_PAGE, after }
    return { page: runOf(await bulkClient.query(FILES_RECORD, variables).toPromise()).fileLines }
  }
  yield* recordText(readEvents, readMachine, readFiles)
}

/** The run of a result. @throws Error with the daemon's reason */
function runOf<Run>({ data, error }: OperationResult<{ readonly run?: Run | null }>): NonNullable<Run> {
  if (!data) throw new Error(error?.graphQLErrors[0]?.message ?? 'The daemon did not respond')
  if (!data.run) throw new Error('The run is no longer there')
  return data.run
}
