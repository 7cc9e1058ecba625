import type { TypedDocumentString } from '../../gql/cli/graphql.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { noAnswer, notOurs } from './no-answer.ts'

/** The daemon's address, and the token for it. */
export interface Connection {
  readonly url: URL
  readonly token?: string
}

/** Recorded runs that are at hand, and answer as a daemon does. */
export interface LocalGraph {
  execute(document: string, variables: unknown): Promise<object>
}

/** Answers operations of the graph that read. */
export type GraphSource = Connection | LocalGraph

/** The daemon has so long for an answer, milliseconds. */
const ANSWER_MS = 60_000

/** An address below the daemon's, which may itself have a path. */
export const addressOf = ({ url }: Connection, path: string): URL =>
  new URL(path.replace(/^\//, ''), url.href.endsWith('/') ? url : `${url.href}/`)

/** The headers that let us in. */
export const credentials = ({ token }: Connection): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

/**
 * Posts a text to the daemon.
 * @returns its answer, an object of JSON
 * @throws CliFailure if no daemon answers, or it refuses all of it
 */
export async function post(
  connection: Connection,
  path: string,
  body: { readonly type: string; readonly text: string },
): Promise<object> {
  const response = await ask(connection, path, body)
  const answer = parse(response.text)
  if (!answer) throw notOurs(connection.url, response)
  if (response.status < 400 || isPartial(answer)) return answer
  // Our daemon always gives a reason.
  if (!('error' in answer) || typeof answer.error !== 'string') throw notOurs(connection.url, response)
  throw new CliFailure(`the daemon refused: ${answer.error}`, EXIT.failed)
}

/** An HTTP response. */
export interface HttpAnswer {
  readonly status: number
  /** Where a redirection leads. */
  readonly location: string | null
  readonly text: string
}

async function ask(
  connection: Connection,
  path: string,
  { type, text }: { readonly type: string; readonly text: string },
): Promise<HttpAnswer> {
  let status: number | undefined
  try {
    const response = await fetch(addressOf(connection, path), {
      method: 'POST',
      headers: { ...credentials(connection), 'content-type': type },
      body: text,
      // A redirected POST becomes a GET, and the token is not meant for its target.
      redirect: 'manual',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    status = response.status
    return { status, location: response.headers.get('location'), text: await response.text() }
  } catch (error) {
    throw noAnswer(connection.url, error, status !== undefined)
  }
}

/** An error of the graph. */
export interface GraphError {
  readonly message: string
  readonly extensions?: { readonly code?: unknown }
}

/**
 * One operation of the graph.
 * @throws CliFailure if no daemon answers, or with what the graph says
 */
export async function graph<Data, Variables>(
  source: GraphSource,
  document: TypedDocumentString<Data, Variables>,
  ...[variables]: Variables extends Record<string, never> ? [] : [Variables]
): Promise<Data> {
  const isLocal = 'execute' in source
  const answer = isLocal
    ? await source.execute(String(document), variables)
    : await post(source, '/graphql', {
        type: 'application/json',
        text: JSON.stringify({ query: String(document), variables }),
      })
  const { data, errors } = answer as { data?: Data; errors?: readonly GraphError[] }
  if (Array.isArray(errors) && errors.length > 0) throw refused(errors, isLocal ? 'the record' : 'the daemon')
  if (!data) throw isLocal ? new Error('the graph has no answer') : notOurs(source.url)
  return data
}

/** The failure that the graph's errors are. @param whose the subject of the sentence */
export function refused([first]: readonly GraphError[], whose = 'the daemon'): CliFailure {
  const exitCode = first?.extensions?.code === 'NOT_FOUND' ? EXIT.notFound : EXIT.failed
  return new CliFailure(`${whose} refused: ${first?.message ?? 'it does not say why'}`, exitCode)
}

function parse(text: string): object | undefined {
  try {
    const answer: unknown = JSON.parse(text)
    return typeof answer === 'object' && answer !== null ? answer : undefined
  } catch {
    return undefined
  }
}

/** A response that lists the rejected lines counts as a result, whatever its status. */
const isPartial = (answer: object): boolean => 'rejected' in answer || 'errors' in answer
