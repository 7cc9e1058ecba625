import type { IncomingMessage } from 'node:http'
import type { Store } from '../store/open.ts'
import type { Answer } from './answer.ts'
import { respond } from './respond.ts'

/**
 * `/healthz`: the process answers. `/readyz`: it also reads its database and is not stopping; what a balancer asks.
 * Neither needs a token, and neither tells more than that.
 * @returns whether the request was one of these
 */
export function serveHealth(store: Store, stopping: () => boolean) {
  return (path: string, request: IncomingMessage, response: Answer): boolean => {
    if (path !== '/healthz' && path !== '/readyz') return false
    if (request.method !== 'GET' && request.method !== 'HEAD')
      respond(response, 405, { error: `${path} takes GET, HEAD` }, { allow: 'GET, HEAD' })
    else if (path === '/healthz') respond(response, 200, { status: 'ok' })
    else if (stopping()) respond(response, 503, { error: 'The daemon stops' })
    else
      store.reader.$queryRaw`SELECT 1`.then(
        () => respond(response, 200, { status: 'ready' }),
        () => respond(response, 503, { error: 'The database cannot be read' }),
      )
    return true
  }
}
