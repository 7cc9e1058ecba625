import { createServer, type Server } from 'node:http'
import type { Logger } from 'pino'
import type { Services } from '../graphql/context.ts'
import { createAudit } from './access/audit.ts'
import { Answer } from './answer.ts'
import { Connections } from './connections.ts'
import { createDispatcher } from './dispatch.ts'
import { endpointsOf, socketRoutesOf } from './endpoints.ts'
import { createGraph, type Graph, type GraphOptions } from './graphql/graph.ts'
import type { Guard } from './access/guard.ts'
import { noteAnswer } from './ignored-upgrade.ts'
import { createMetrics, type Metrics } from './metrics/metrics.ts'
import { respondError } from './respond.ts'
import { parseTarget } from './access/target.ts'
import { refuse, serveSockets } from './websockets.ts'

/** The daemon's HTTP server, not yet listening. */
export interface HttpServer {
  readonly server: Server
  readonly metrics: Metrics
  readonly graph: Graph
  /** Stops accepting, closes the sockets, waits for the requests under way. */
  close(): Promise<void>
}

/** Time that a client may take to send a request, and the interval of the checks, in milliseconds. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1000 }

/** Sets up the server: the endpoints behind one route table, the sockets, and their metrics. */
export function createHttpServer(
  services: Services,
  guard: Guard,
  log: Logger,
  patience = PATIENCE,
  options: GraphOptions = {},
): HttpServer {
  const connections = new Connections(() => sockets.count())
  const graph = createGraph(services, log, connections, options)
  let stopping = false

  // The guard itself responds to a missing Host, with a sentence.
  const settings = { ...patience, requireHostHeader: false, ServerResponse: Answer }
  const server = createServer(settings, (request, response) => {
    const began = performance.now()
    // Without the query string, which may contain a token.
    const path = log.isLevelEnabled('debug') ? parseTarget(request.url!)?.path : undefined
    noteAnswer(request, response)
    response.on('close', () => {
      const seconds = (performance.now() - began) / 1000
      const { id, route, statusCode: status } = response
      metrics.request(route, request.method!, status, seconds)
      log.debug({ id, method: request.method, path, status, seconds }, 'answered')
    })
    dispatch(request, response).catch((error) =>
      respondError(response, error, log.child({ id: response.id })),
    )
  })
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    if (!stream.writable || error.code === 'ECONNRESET') return void stream.destroy()
    const status = UNREADABLE[error.code ?? ''] ?? 400
    refuse(stream, status, `The request cannot be read: ${error.message}`)
  })

  const sockets = serveSockets(
    server,
    guard,
    socketRoutesOf(graph, log),
    services.store.check,
    log,
    () => connections.full,
  )
  const metrics = createMetrics(services, () => connections.count)
  const endpoints = endpointsOf({ services, guard, graph, metrics, log, stopping: () => stopping })
  const dispatch = createDispatcher(endpoints, guard, createAudit(log))
  // If the database is away, failures come many times a second, and the log reports the first.
  let writes = true
  services.ingest.onCommit = (submissions, seconds) => {
    if (!writes) log.warn('the database writes again')
    writes = true
    metrics.commit(submissions, seconds)
  }
  services.ingest.onFailure = (err) => {
    if (writes) log.error({ err }, 'the database cannot write')
    writes = false
  }

  return {
    server,
    metrics,
    graph,
    async close() {
      stopping = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A longer request is cut off. Its client got no response, and will send it again.
      const timer = setTimeout(() => server.closeAllConnections(), 5000)
      connections.close()
      await sockets.close()
      server.closeIdleConnections()
      await closed
      clearTimeout(timer)
    },
  }
}

/** Statuses of requests that Node could not read; 400 for the others. (https://nodejs.org/api/http.html#event-clienterror) */
const UNREADABLE: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
}
