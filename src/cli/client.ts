import { networkReason } from '../collector/network-reason.ts'
import { CliFailure, EXIT } from './failure.ts'

/** Where the daemon is, and what it wants to see. */
export interface Connection {
  readonly url: URL
  readonly token?: string
}

/** The daemon has so long for an answer, milliseconds. */
const ANSWER_MS = 60_000

/** An address below the daemon's, which may itself have a path. */
export const addressOf = ({ url }: Connection, path: string): URL =>
  new URL(path.replace(/^\//, ''), url.href.endsWith('/') ? url : `${url.href}/`)

/** The headers that let us in. */
export const credentials = ({ token }: Connection): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` }

/** The daemon's answer. */
export interface RestAnswer {
  readonly status: number
  readonly body: unknown
}

/**
 * One request of the REST API.
 * @param body text or bytes, with its content type
 * @throws CliFailure if no daemon answers, or the answer is an error other than 404
 */
export async function rest(
  connection: Connection,
  method: string,
  path: string,
  body?: { readonly type: string; readonly text: string },
): Promise<RestAnswer> {
  let response: Response
  try {
    response = await fetch(addressOf(connection, path), {
      method,
      headers: { ...credentials(connection), ...(body && { 'content-type': body.type }) },
      ...(body && { body: body.text }),
      signal: AbortSignal.timeout(ANSWER_MS),
    })
  } catch (error) {
    throw noDaemon(connection, error)
  }
  const answer = parse(await response.text())
  const { status } = response
  if (status < 400 || status === 404 || isPartial(answer)) return { status, body: answer }
  throw new CliFailure(`the daemon refused: ${sentenceOf(answer) ?? `HTTP status ${status}`}`, EXIT.failed)
}

/**
 * One operation of the graph.
 * @throws CliFailure if no daemon answers, or with what the graph says
 */
export async function graph<Data>(
  connection: Connection,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Data> {
  const text = JSON.stringify({ query, variables })
  const { body } = await rest(connection, 'POST', '/graphql', { type: 'application/json', text })
  const { data, errors } = (body ?? {}) as { data?: Data; errors?: { message: string }[] }
  if (errors?.[0]) throw new CliFailure(`the daemon refused: ${errors[0].message}`, EXIT.failed)
  if (!data)
    throw new CliFailure(`what answers at ${connection.url.origin} is no BuildSpy daemon`, EXIT.noDaemon)
  return data
}

/** The failure that nobody answered. */
export function noDaemon({ url }: Connection, error: unknown): CliFailure {
  const cause = error instanceof Error && error.cause ? error.cause : error
  return new CliFailure(
    `no daemon answers at ${url.origin} (${networkReason(cause)}). Start one with: buildspy daemon`,
    EXIT.noDaemon,
    { cause },
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** An answer to many lines that says of each what is wrong is an answer, whatever its status. */
const isPartial = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && ('rejected' in answer || 'errors' in answer)

function sentenceOf(answer: unknown): string | undefined {
  const error = typeof answer === 'object' && answer !== null && 'error' in answer ? answer.error : undefined
  return typeof error === 'string' ? error : undefined
}
