import { graph, type Connection } from './client.ts'
import { CliFailure, EXIT } from './failure.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** How much of an id is shown: the ids of `buildspy run` begin with the time, to the millisecond. */
export const SHORT_ID = 13

/** Ids in a page, as many as the daemon gives. */
const PAGE = 500

const IDS = `query Ids($first: Int!, $after: String) {
  runs(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } }
}`

interface Ids {
  readonly runs: {
    readonly nodes: readonly { readonly id: string }[]
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
  }
}

/**
 * The run that a user means.
 * @param text an id, the beginning of one, or `last`: the newest run, live or not
 * @throws CliFailure if there is none, or several begin so
 */
export async function findRun(connection: Connection, text: string): Promise<string> {
  if (UUID.test(text)) return text.toLowerCase()
  if (text === 'last') {
    const { runs } = await graph<Ids>(connection, IDS, { first: 1 })
    if (runs.nodes[0]) return runs.nodes[0].id
    throw new CliFailure('nothing is recorded yet. Record a build with: buildspy run -- make', EXIT.notFound)
  }
  if (!/^[0-9a-f][0-9a-f-]*$/i.test(text))
    throw new CliFailure(`'${text}' is no run: give an id, the beginning of one, or last`, EXIT.usage)
  const found: string[] = []
  for (let after: string | null = null, more = true; more;) {
    const { runs }: Ids = await graph<Ids>(connection, IDS, { first: PAGE, after })
    found.push(...runs.nodes.map(({ id }) => id).filter((id) => id.startsWith(text.toLowerCase())))
    more = runs.pageInfo.hasNextPage
    after = runs.pageInfo.endCursor
  }
  if (found.length === 1) return found[0]!
  if (found.length === 0) throw noSuchRun(text)
  const some = found.slice(0, 3).join(', ')
  throw new CliFailure(
    `${found.length} runs begin with '${text}' (${some}${found.length > 3 ? ', …' : ''})`,
    EXIT.notFound,
  )
}

export const noSuchRun = (text: string): CliFailure =>
  new CliFailure(`there is no run '${text}'. See: buildspy ls`, EXIT.notFound)
