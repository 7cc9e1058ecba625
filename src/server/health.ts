import type { Store } from '../store/open.ts'
import type { Endpoint } from './endpoint.ts'
import { respond } from './respond.ts'

/**
 * `/healthz`: the process answers. `/readyz`: it also reads its database and is not stopping; what a balancer asks.
 * Neither needs a token, and neither tells more than that.
 */
export const healthEndpoints = (store: Store, stopping: () => boolean): Endpoint[] => [
  {
    method: 'GET',
    path: '/healthz',
    access: 'anyone',
    serve: ({ response }) => respond(response, 200, { status: 'ok' }),
  },
  {
    method: 'GET',
    path: '/readyz',
    access: 'anyone',
    async serve({ response }) {
      if (stopping()) return respond(response, 503, { error: 'The daemon stops' })
      await store.reader.$queryRaw`SELECT 1`.then(
        () => respond(response, 200, { status: 'ready' }),
        () => respond(response, 503, { error: 'The database cannot be read' }),
      )
    },
  },
]
