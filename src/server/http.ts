import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Logger } from 'pino'
import type { Scope, Services } from '../graphql/context.ts'
import { createRestApp } from '../rest/app.ts'
import { openLive, openRun } from '../rest/sockets.ts'
import { Answer } from './answer.ts'
import { serveDashboard } from './dashboard.ts'
import { createGraph } from './graph.ts'
import { graphSocketRoute } from './graph-sockets.ts'
import { isRefusal, type Guard } from './guard.ts'
import { serveHealth } from './health.ts'
import { createMetrics } from './metrics.ts'
import { respond, respondError } from './respond.ts'
import { setHeaders } from './headers.ts'
import { submitHandler } from './submit.ts'
import { refuse, serveSockets, type SocketRoute } from './upgrade.ts'

/** The daemon's HTTP server, not yet listening. */
export interface HttpServer {
  readonly server: Server
  /** Stops accepting, closes the sockets, waits for the requests under way. */
  close(): Promise<void>
}

/** How long a client may take to send a request, and how often that is looked at, in milliseconds. */
const PATIENCE = { headersTimeout: 10_000, requestTimeout: 30_000, connectionsCheckingInterval: 1000 }

/**
 * Dispatches requests: the guard first, then the two hot paths, `/graphql` and `/api/live/submit`, straight to their
 * handlers, because Express costs more than the rest of a submission; every other route is Express.
 */
export function createHttpServer(
  services: Services,
  guard: Guard,
  log: Logger,
  patience = PATIENCE,
): HttpServer {
  const graph = createGraph(services, log)
  const app = createRestApp(graph, log, serveDashboard)
  const submit = submitHandler(services.ingest)
  let stopping = false
  const health = serveHealth(services.store, () => stopping)

  // The guard answers a missing Host itself, with a sentence.
  const settings = { ...patience, requireHostHeader: false, ServerResponse: Answer }
  const server = createServer(settings, (request, response) => {
    const began = performance.now()
    const path = request.url!.split('?', 1)[0]!
    response.on('close', () => {
      const seconds = (performance.now() - began) / 1000
      metrics.request(routeOf(path), request.method!, response.statusCode, seconds)
      log.debug(
        { id: response.id, method: request.method, path, status: response.statusCode, seconds },
        'answered',
      )
    })
    handle(path, request, response).catch((error) =>
      respondError(response, error, log.child({ id: response.id })),
    )
  })
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    if (!stream.writable || error.code === 'ECONNRESET') return void stream.destroy()
    const status = UNREADABLE[error.code ?? ''] ?? 400
    refuse(stream, status, `The request cannot be read: ${error.message}`)
  })

  const handle = async (path: string, request: IncomingMessage, response: Answer) => {
    if (health(path, request, response)) return
    const scopes = guard.admit(request)
    if (isRefusal(scopes))
      return respond(response, scopes.status, { error: scopes.error }, challengeOf(scopes.status))
    const isSubmission = path === '/api/live/submit' && request.method === 'POST'
    if (!isSubmission) setHeaders(response)
    if (guard.login(request, response)) return
    if (path === '/graphql') return graph.handle(request, response, scopes)
    const scope = scopeOf(path, request.method!)
    if (!scopes.has(scope))
      return respond(response, 403, { error: `This needs a token with the scope ${scope}` })
    if (isSubmission) return submit(request, response)
    if (path === '/metrics' && isRead(request)) return sendMetrics(response)
    app(request, response, () => respond(response, 404, { error: 'There is nothing at this address' }))
  }

  const socketRoutes = [
    graphSocketRoute(graph, log),
    { path: /^\/ws\/live$/, accept: readers(() => openLive(graph, log)) },
    { path: /^\/ws\/runs\/([^/]+)$/, accept: readers(({ match }) => openRun(graph, log, match[1]!)) },
  ]
  const sockets = serveSockets(server, guard, socketRoutes, log)
  const metrics = createMetrics(services.ingest, sockets.count)
  // A database that is away fails many times a second: told once.
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
  const sendMetrics = async (response: Answer) => {
    response.setHeader('content-type', metrics.registry.contentType)
    response.end(await metrics.registry.metrics())
  }

  return {
    server,
    async close() {
      stopping = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A request that takes longer is cut off: its client was not answered, and will ask again.
      const timer = setTimeout(() => server.closeAllConnections(), 5000)
      await sockets.close()
      server.closeIdleConnections()
      await closed
      clearTimeout(timer)
    },
  }
}

/** Statuses of requests that Node could not read; 400 for the rest. (https://nodejs.org/api/http.html#event-clienterror) */
const UNREADABLE: Record<string, number> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  HPE_HEADER_OVERFLOW: 431,
}

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD'

/** What a token must allow for a path. */
function scopeOf(path: string, method: string): Scope {
  if (path === '/api/live/submit') return 'ingest'
  return method === 'DELETE' || path === '/api/delete' ? 'admin' : 'read'
}

/** A socket route for tokens that may read. */
function readers(open: SocketRoute['accept']): SocketRoute['accept'] {
  const refused = { status: 403, error: 'This needs a token with the scope read' }
  return async (request) => (request.scopes.has('read') ? open(request) : refused)
}

/** The label of a path in metrics: few, whatever is asked. */
function routeOf(path: string): string {
  if (/^\/(graphql|metrics|api\/(live\/submit|live|runs|stats|delete))$/.test(path)) return path
  const match = /^\/api\/runs\/[^/]+(\/events|\/processes)?$/.exec(path)
  return match ? `/api/runs/{id}${match[1] ?? ''}` : 'other'
}

const challengeOf = (status: number): Record<string, string> =>
  status === 401 ? { 'www-authenticate': 'Bearer' } : {}
