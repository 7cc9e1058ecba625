import type { Logger } from 'pino'
import type { Services } from '../graphql/context.ts'
import { createRestApp } from '../rest/express.ts'
import { openApi } from '../rest/openapi.ts'
import { ROUTES } from '../rest/routes.ts'
import { GRAPHQL, METRICS, OPENAPI } from '../rest/routes/daemon.ts'
import { SOCKETS } from '../rest/routes/sockets.ts'
import { SUBMIT } from '../rest/routes/submit.ts'
import { atExpiry } from './access/client.ts'
import { dashboardEndpoints } from './dashboard.ts'
import type { Endpoint, Exchange } from './endpoint.ts'
import type { Graph } from './graphql/graph.ts'
import { graphSocketRoute } from './graphql/sockets.ts'
import type { Guard } from './access/guard.ts'
import { setHeaders, wantsHtml } from './headers.ts'
import { healthEndpoints } from './health.ts'
import { login, loginEndpoint } from './access/login.ts'
import type { Metrics } from './metrics/metrics.ts'
import { respond } from './respond.ts'
import { submitHandler } from './submit.ts'
import type { SocketRoute } from './websockets.ts'

/** The parts that the endpoints need. */
interface Sources {
  readonly services: Services
  readonly guard: Guard
  readonly graph: Graph
  readonly metrics: Metrics
  readonly log: Logger
  readonly stopping: () => boolean
}

/**
 * All HTTP endpoints, one row each. The two hot paths, `/api/live/submit` and `/graphql`, call their handlers directly, because
 * Express costs more than the rest of a submission.
 */
export function endpointsOf({ services, guard, graph, metrics, log, stopping }: Sources): Endpoint[] {
  const submit = submitHandler(services.ingest)
  const rest = createRestApp()
  return [
    { ...SUBMIT, serve: ({ request, response }) => submit(request, response) },
    ...ROUTES.map((route): Endpoint => ({
      ...route,
      serve({ request, response, params, client }) {
        setHeaders(response)
        return rest({ route, params, graph: graph.as(client) }, request, response)
      },
    })),
    { ...OPENAPI, serve: ({ response }) => respond(response, 200, openApi()) },
    ...graphEndpoints(guard, graph),
    {
      ...METRICS,
      async serve({ response }) {
        setHeaders(response)
        response.setHeader('content-type', metrics.registry.contentType)
        response.end(await metrics.registry.metrics())
      },
    },
    ...healthEndpoints(services.store, stopping, log),
    loginEndpoint(guard),
    ...dashboardEndpoints(guard),
  ]
}

/** The graph, which a browser sees as a page. */
function graphEndpoints(guard: Guard, graph: Graph): Endpoint[] {
  const serve = async ({ request, response, client }: Exchange) => {
    setHeaders(response)
    response.on(
      'close',
      atExpiry(client, () => response.destroy()),
    )
    await graph.handle(request, response, client)
  }
  return [
    { ...GRAPHQL, serve },
    {
      ...GRAPHQL,
      method: 'GET',
      html: true,
      async serve(exchange) {
        if (!wantsHtml(exchange.request) || !login(guard, exchange)) await serve(exchange)
      },
    },
  ]
}

/** All WebSocket endpoints. */
export const socketRoutesOf = (graph: Graph, log: Logger): SocketRoute[] => [
  graphSocketRoute(graph, log),
  ...SOCKETS.map((row): SocketRoute => ({
    ...row,
    accept: ({ client, params }) => row.open(graph.as(client), log, params),
  })),
]
