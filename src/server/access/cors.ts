import type { IncomingMessage } from 'node:http'
import type { Answer } from '../answer.ts'
import { PREFLIGHT_HEADERS } from '../graphql/graph.ts'

/** Seconds for which a browser remembers a preflight response. */
const MAX_AGE = '600'

const REQUEST_HEADERS = ['authorization', 'content-type', 'content-encoding', ...PREFLIGHT_HEADERS].join(', ')

/**
 * Lets the pages of `--allow-origin` read the response, errors included. Cookies are excluded, so such a page sends a token.
 * (https://fetch.spec.whatwg.org/#http-cors-protocol)
 */
export function setCors(
  origins: ReadonlySet<string>,
  { headers: { origin } }: IncomingMessage,
  response: Answer,
): boolean {
  if (!origins.size) return false
  // On every response, so that no cache gives the response for one page to another.
  response.setHeader('vary', 'origin')
  if (origin === undefined || !origins.has(origin)) return false
  response.setHeader('access-control-allow-origin', origin)
  response.setHeader('access-control-expose-headers', 'retry-after, x-request-id')
  return true
}

/** Whether a request is a preflight. */
export const isPreflight = ({ method, headers }: IncomingMessage): boolean =>
  method === 'OPTIONS' && headers['access-control-request-method'] !== undefined

/** Allows the request in a preflight response. The guard checks the request itself when it arrives. */
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
