import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type Express, type NextFunction, type Request, type Response } from 'express'
import type { DocumentNode, ExecutionResult } from 'graphql'
import type { Logger } from 'pino'
import { BuildSpyError, statusOf } from '../errors.ts'
import { Failure, failureOf, noSuchRun } from './failure.ts'
import { openApi } from './openapi.ts'
import { print } from './print.ts'
import { ROUTES, type Route } from './routes.ts'
import { sendList } from './send.ts'

/** The graph, as the REST layer needs it. */
export interface Graph {
  query(document: DocumentNode, variables: Record<string, unknown>): Promise<ExecutionResult>
}

/** Serves a request; calls `next` for one that Express cannot even route: its target is no path. */
export type RestApp = (request: IncomingMessage, response: ServerResponse, next: () => void) => void

/** Largest body of `POST /api/delete`. */
const BODY_LIMIT = '1mb'

/** Served elsewhere, and known here so that another method is told which is right. */
const ELSEWHERE = [
  ['/', 'GET, HEAD'],
  ['/metrics', 'GET, HEAD'],
  ['/api/openapi.json', 'GET, HEAD'],
  ['/api/live/submit', 'POST'],
] as const

/**
 * The REST layer: an Express application with the routes of the API reference.
 * @param serveOthers adds what else is served, before what is not there is answered
 */
export function createRestApp(graph: Graph, log: Logger, serveOthers: (app: Express) => void): RestApp {
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple')
  for (const route of ROUTES) {
    const method = route.method.toLowerCase() as 'get' | 'post' | 'delete'
    if (method === 'post') app.post(route.path, jsonOnly, express.json({ limit: BODY_LIMIT, strict: false }))
    app[method](route.path, (request, response) => answer(graph, route, request, response))
  }
  app.get('/api/openapi.json', (_request, response) => void response.json(openApi()))
  for (const [path, allow] of allowedMethods()) {
    app.all(path, ({ method }, response, next) => {
      if (allow.split(', ').includes(method)) return next()
      response
        .status(405)
        .set('Allow', allow)
        .json({ error: `${path} takes ${allow}, not ${method}` })
    })
  }
  serveOthers(app)
  app.use(({ method, originalUrl }, response) => {
    response.status(404).json({ error: `There is no ${method} ${originalUrl.split('?', 1)[0]}` })
  })
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const { status, message } = describe(error)
    if (status === 500) log.error({ err: error, path: request.path }, 'request failed')
    if (response.headersSent) response.destroy()
    else response.status(status).json({ error: message })
  })
  return app as unknown as RestApp
}

async function answer(graph: Graph, route: Route, request: Request, response: Response): Promise<void> {
  const input = { params: request.params as Record<string, string>, query: request.query, body: request.body }
  const variables = route.variables(input)
  const ask = async (more: Record<string, unknown> = {}) => {
    const { data, errors } = await graph.query(route.document, { ...variables, ...more })
    if (!errors) return data as never
    // A variable that does not fit has no path; the only one a client gives in a path is a run's id.
    throw input.params['id'] !== undefined && !errors[0]!.path
      ? noSuchRun(input.params['id'])
      : failureOf(errors[0]!)
  }
  if ('page' in route) {
    if (!(await sendList(response, route, ask, route.limit?.(input)))) throw noSuchRun(input.params['id'])
    return
  }
  const value = route.value(await ask(), input) as never
  response
    .status(route.status?.(value) ?? 200)
    .type('application/json')
    .send(print(value))
}

function jsonOnly(request: Request, _response: Response, next: NextFunction): void {
  next(request.is('application/json') ? undefined : new Failure(415, 'Send the body as application/json'))
}

/** The methods of each path, with HEAD where GET is (RFC 9110 9.3.2). */
function allowedMethods(): Map<string, string> {
  const methods = new Map<string, string>(ELSEWHERE)
  for (const { path, method } of ROUTES) {
    const known = methods.get(path)
    methods.set(path, `${known ? `${known}, ` : ''}${method === 'GET' ? 'GET, HEAD' : method}`)
  }
  return methods
}

/** An error's status and sentence. What Express's own body parser finds wrong carries its status. */
function describe(error: unknown): { status: number; message: string } {
  if (error instanceof Failure) return hideInternals(error.status, error.message)
  if (error instanceof BuildSpyError) return hideInternals(statusOf(error.code), error.message)
  const { status = 500, message = '' } = error as { status?: number; message?: string }
  if (status === 413)
    return { status, message: `The body is larger than ${BODY_LIMIT}. Send less in one request.` }
  return hideInternals(status, status === 400 ? `The request cannot be read: ${message}` : message)
}

const hideInternals = (status: number, message: string) => ({
  status,
  message: status === 500 ? 'BuildSpy failed to answer this; its log says why' : message,
})
