import type { IncomingMessage } from 'node:http'
import type { Answer } from '../answer.ts'
import { PREFLIGHT_HEADERS } from '../graphql/graph.ts'

/** Seconds for which a browser remembers what it was allowed. */
const MAX_AGE = '600'

const REQUEST_HEADERS = ['authorization', 'content-type', 'content-encoding', ...PREFLIGHT_HEADERS].join(', ')

/**
 * Lets the pages of `--allow-origin` read the answer, errors too. Cookies stay out of it: such a page sends a token.
 * (https://fetch.spec.whatwg.org/#http-cors-protocol)
 * @returns whether the request comes from such a page
 */
export function setCors(
  origins: ReadonlySet<string>,
  { headers: { origin } }: IncomingMessage,
  response: Answer,
): boolean {
  if (!origins.size) return false
  // On every answer, so that no cache gives a page the answer to another.
  response.setHeader('vary', 'origin')
  if (origin === undefined || !origins.has(origin)) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'retry-after, x-request-id')
  return true
}

/** Whether a browser asks if a page may send a request. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

/** Says that it may. The request itself is judged when it comes. */
export function answerPreflight(request: IncomingMessage, response: Answer, allow: string): void {
  // https://wicg.github.io/private-network-access/
  if (request.headers['access-control-request-private-network'])
    response.setHeader('access-control-allow-private-network', 'true')
  response.writeHead(204, {
    'access-control-allow-methods': allow,
    'access-control-allow-headers': REQUEST_HEADERS,
    'access-control-max-age': MAX_AGE,
  })
  response.end()
}
