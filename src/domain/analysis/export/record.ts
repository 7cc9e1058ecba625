import { safeJson } from '../visible.ts'

/** What is recorded of a run, a page of its events. Lines are those of the wire: what was submitted. */
export interface RecordPage {
  /** The run itself; not needed after the first page. */
  readonly line?: string
  readonly events: {
    readonly nodes: readonly { readonly line: string }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
  }
}

/**
 * Streams a run as NDJSON, the run first, then its events in the order of their sequence: posted to
 * `/api/live/submit`, the lines make the same run, with the same ids.
 * @param readPage reads the events after a cursor; null for the first
 * @returns whole lines, a part for each page
 */
export async function* recordText(
  readPage: (after: string | null) => Promise<RecordPage>,
): AsyncGenerator<string> {
  for (let after: string | null = null, more = true; more;) {
    const { line, events }: RecordPage = await readPage(after)
    const lines = events.nodes.map((event) => safeJson(event.line))
    if (after === null && line !== undefined) lines.unshift(safeJson(line))
    if (lines.length > 0) yield `${lines.join('\n')}\n`
    after = events.pageInfo.endCursor ?? null
    more = events.pageInfo.hasNextPage && after !== null
  }
}
