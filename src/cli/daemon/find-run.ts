import { graphql } from '../../gql/cli/gql.ts'
import type { NewestQuery } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from './client.ts'
import { fit } from '../terminal/columns.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { counted, localTime, whole } from '../terminal/format.ts'

/** The forms of an argument that names a run. */
export const A_RUN = 'a run: its id or the first characters of it, last, or last~1 for the one before'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const LAST = /^last(?:~(\d{0,9}))?$/i
const BEGINNING = /^[0-9a-f][0-9a-f-]*$/i

/** Runs in a page, as many as the daemon gives. */
const PAGE = 500

/** As many as are named of those that an ambiguous id may mean. */
const NAMED = 5

/**
 * The run that a user means.
 * @param text an id, the beginning of one, `last` for the newest run, live or not, or `last~1` for the one before
 * @returns its id
 * @throws CliFailure if there is none, or several begin so
 */
export async function findRun(source: GraphSource, text: string): Promise<string> {
  const last = LAST.exec(text)
  if (last) return nthNewest(source, text, last[1] === '' ? 1 : Number(last[1] ?? 0))
  if (UUID.test(text)) return known(source, text)
  if (BEGINNING.test(text)) return beginningWith(source, text)
  throw new CliFailure(
    `'${text}' is not a run: give an id or the first characters of one, last, or last~1 for the one before`,
    EXIT.usage,
  )
}

/** The runs that a user means, each once. @throws CliFailure if one of them is none */
export async function findRuns(source: GraphSource, texts: readonly string[]): Promise<string[]> {
  const ids = new Set<string>()
  for (const text of texts) ids.add(await findRun(source, text))
  return [...ids]
}

const KNOWN = graphql(`
  query Known($id: UUID!) {
    run(id: $id) {
      id
    }
  }
`)

async function known(source: GraphSource, id: string): Promise<string> {
  const { run } = await graph(source, KNOWN, { id })
  if (!run) throw noSuchRun(id)
  return run.id
}

const NEWEST = graphql(`
  query Newest($first: Int!, $after: String) {
    runs(first: $first, after: $after) {
      nodes {
        id
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

async function nthNewest(source: GraphSource, text: string, place: number): Promise<string> {
  let passed = 0
  for (let after: string | null = null; ;) {
    const first = Math.min(place + 1 - passed, PAGE)
    const { runs }: NewestQuery = await graph(source, NEWEST, { first, after })
    passed += runs.nodes.length
    if (passed > place) return runs.nodes.at(-1)!.id
    if (!runs.pageInfo.hasNextPage) break
    after = runs.pageInfo.endCursor
  }
  if (passed === 0)
    throw new CliFailure('nothing is recorded yet. Record a build with: buildspy run -- make', EXIT.notFound)
  throw new CliFailure(
    `there is no run '${text}': ${counted(passed, 'run is', 'runs are')} recorded`,
    EXIT.notFound,
  )
}

const BEGINNING_WITH = graphql(`
  query BeginningWith($text: String!, $first: Int!) {
    runs(idPrefix: $text, first: $first) {
      totalCount
      nodes {
        id
        shortId
        startTime
        commandLine
      }
    }
  }
`)

async function beginningWith(source: GraphSource, text: string): Promise<string> {
  const { runs } = await graph(source, BEGINNING_WITH, { text, first: NAMED })
  if (runs.totalCount === 0) throw noSuchRun(text)
  if (runs.totalCount === 1) return runs.nodes[0]!.id
  const rest = runs.totalCount - runs.nodes.length
  const longest = Math.max(...runs.nodes.map(({ shortId }) => shortId.length))
  const details = runs.nodes.map(
    ({ shortId, startTime, commandLine }) =>
      `  ${shortId.padEnd(longest)}  ${localTime(startTime)}  ${fit(commandLine, COMMAND)}`,
  )
  if (rest > 0) details.push(`  and ${counted(rest, 'older one', 'older ones')}`)
  throw new CliFailure(
    `${whole(runs.totalCount)} runs begin with '${text}'; give more of the id:`,
    EXIT.notFound,
    {
      details,
    },
  )
}

/** Columns of a command in such a list. */
const COMMAND = 60

export const noSuchRun = (text: string): CliFailure =>
  new CliFailure(`there is no run '${text}'. See: buildspy ls`, EXIT.notFound)
