import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type NextFunction, type Request, type Response } from 'express'
import type { DocumentNode, ExecutionResult } from 'graphql'
import type { Logger } from 'pino'
import { BuildSpyError, headersOfStatus, isUnavailable, statusOf } from '../errors.ts'
import { Failure, failureOf, noSuchRun } from './failure.ts'
import { print } from './print.ts'
import type { Route } from './routes.ts'
import { sendList } from './send.ts'
import type { Input } from './translate.ts'

/** The graph, as the REST layer needs it: it executes with the rights of the client whose request this is. */
export interface Graph {
  query(document: DocumentNode, variables: Record<string, unknown>): Promise<ExecutionResult>
}

/** A request that matched a route, and that its client may make. */
export interface Call {
  readonly route: Route
  readonly params: Input['params']
  readonly graph: Graph
}

/** Answers a call. */
export type RestApp = (call: Call, request: IncomingMessage, response: ServerResponse) => void

/** Largest body of `POST /api/delete`. */
const BODY_LIMIT = '1mb'

/**
 * The REST layer: an Express application that reads the query and the body, and writes the answer. Which route a request
 * matches was decided before, together with whether its client may use it, so Express does not match paths again.
 */
export function createRestApp(log: Logger): RestApp {
  const calls = new WeakMap<IncomingMessage, Call>()
  const readBody = express.json({ limit: BODY_LIMIT, strict: false })
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple')
  app.use((request, response, next) => {
    if (calls.get(request)?.route.method !== 'POST') return next()
    if (!request.is('application/json')) throw new Failure(415, 'Send the body as application/json')
    readBody(request, response, next)
  })
  app.use((request, response) => answer(calls.get(request)!, request, response))
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const { status, message } = describe(error)
    if (status === 500) log.error({ err: error, path: request.path }, 'request failed')
    if (response.headersSent) response.destroy()
    else response.status(status).set(headersOfStatus(status)).json({ error: message })
  })
  return (call, request, response) => {
    calls.set(request, call)
    app(request, response)
  }
}

async function answer({ route, params, graph }: Call, request: Request, response: Response): Promise<void> {
  const input = { params, query: request.query, body: request.body }
  const variables = route.variables(input)
  const ask = async (more: Record<string, unknown> = {}) => {
    const { data, errors } = await graph.query(route.document, { ...variables, ...more })
    if (!errors) return data as never
    // A variable that does not fit has no path; the only one a client gives in a path is a run's id.
    throw params['id'] !== undefined && !errors[0]!.path && !errors.some(isUnavailable)
      ? noSuchRun(params['id'])
      : failureOf(errors[0]!)
  }
  if ('page' in route) {
    if (!(await sendList(response, route, ask, route.limit?.(input)))) throw noSuchRun(params['id'])
    return
  }
  const value = route.value(await ask(), input) as never
  response
    .status(route.status?.(value) ?? 200)
    .type('application/json')
    .send(print(value))
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
