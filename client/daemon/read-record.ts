import { recordText } from '../../src/domain/analysis/export/record.ts'
import { RECORD } from '../documents/record.ts'
import { bulkClient } from './graph-client.ts'

/** Events in a page, as many as the daemon gives. */
const PAGE = 500

/**
 * Streams what was recorded of a run as NDJSON, page by page.
 * @param progress is told which share of the events has been read, 0 to 1; the events of a live build become more
 * @throws Error with the daemon's reason
 */
export async function* readRecord(id: string, progress: (share: number) => void): AsyncGenerator<string> {
  let read = 0
  let total = 0
  yield* recordText(async (after) => {
    const variables = { id, first: PAGE, after, begin: after === null }
    const { data, error } = await bulkClient.query(RECORD, variables).toPromise()
    if (!data) throw new Error(error?.graphQLErrors[0]?.message ?? 'The daemon did not respond')
    if (!data.run) throw new Error('The run is no longer there')
    const { line, events } = data.run
    read += events.nodes.length
    total = events.totalCount ?? total
    progress(total > 0 ? Math.min(1, read / total) : 1)
    return { ...(line != null && { line }), events }
  })
}
