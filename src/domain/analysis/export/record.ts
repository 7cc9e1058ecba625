import { safeJson } from '../visible.ts'

/** Some of what is recorded of a run: a page of a connection, as lines of the wire. */
export interface RecordPage {
  /** The run itself; not needed after the first page of events. */
  readonly line?: string
  readonly page: {
    readonly nodes: readonly { readonly line: string }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null }
  }
}

/** Reads the page after a cursor; null for the first. */
export type ReadRecordPage = (after: string | null) => Promise<RecordPage>

/**
 * Streams a run as NDJSON, the run first, then its events in the order of their sequence, then the rest, such as
 * samples of the machine: posted to `/api/live/submit`, the lines make the same run, with the same ids.
 * @returns whole lines, a part for each page
 */
export async function* recordText(
  readEvents: ReadRecordPage,
  ...readOthers: readonly ReadRecordPage[]
): AsyncGenerator<string> {
  yield* linesOf(readEvents)
  for (const readPage of readOthers) yield* linesOf(readPage)
}

async function* linesOf(readPage: ReadRecordPage): AsyncGenerator<string> {
  for (let after: string | null = null, more = true; more;) {
    const { line, page }: RecordPage = await readPage(after)
    const lines = page.nodes.map((node) => safeJson(node.line))
    if (after === null && line !== undefined) lines.unshift(safeJson(line))
    if (lines.length > 0) yield `${lines.join('\n')}\n`
    after = page.pageInfo.endCursor ?? null
    more = page.pageInfo.hasNextPage && after !== null
  }
}
