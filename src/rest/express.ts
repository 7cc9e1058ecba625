import type { IncomingMessage, ServerResponse } from 'node:http'
import express, { type NextFunction, type Request, type Response } from 'express'
import { BadInput, TooLarge, WrongType } from '../errors.ts'
import { noSuchRun, type Bytes, type Route } from './define-route.ts'
import type { Graph } from './graph.ts'
import type { Input } from './input.ts'
import { sendList } from './send.ts'
import type { ContentCoding } from '../wire/content-coding.ts'

/** A request that matched a route, and whose client may use it. */
export interface Call {
  readonly route: Route
  readonly params: Input['params']
  readonly graph: Graph
}

/** Responds to a call. It rejects with the reason if it sent nothing, or not all. */
export type RestApp = (call: Call, request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Largest body of `POST /api/delete`. */
const BODY_LIMIT = '1mb'

/** A call in progress. */
interface Pending extends Call {
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/**
 * The REST layer: an Express application that reads the query and the body, and writes the response. `server/dispatch.ts` has
 * matched the route and checked the client's scope, so Express does not match paths again.
 */
export function createRestApp(): RestApp {
  const calls = new WeakMap<IncomingMessage, Pending>()
  const readBody = express.json({ limit: BODY_LIMIT, strict: false })
  const app = express().disable('x-powered-by').disable('etag').set('query parser', 'simple')
  app.use((request, response, next) => {
    if (calls.get(request)?.route.method !== 'POST') return next()
    if (!request.is('application/json')) throw new WrongType('Send the body as application/json')
    readBody(request, response, (error?: BodyError) => next(error && namedOf(error)))
  })
  app.use((request, response) => {
    const call = calls.get(request)!
    answer(call, request, response).then(call.resolve, call.reject)
  })
  app.use((error: unknown, request: Request, _response: Response, _next: NextFunction) =>
    calls.get(request)!.reject(error),
  )
  return (call, request, response) =>
    new Promise((resolve, reject) => {
      calls.set(request, { ...call, resolve, reject })
      app(request, response)
    })
}

async function answer({ route, params, graph }: Call, request: Request, response: Response): Promise<void> {
  const takes = (coding: ContentCoding) => request.acceptsEncodings(coding) !== false
  const input = { params, query: request.query, body: request.body, takes }
  const reply = await route.reply(graph, input)
  if ('text' in reply) response.status(reply.status).type('application/json').send(reply.text)
  else if ('content' in reply) sendBytes(response, reply)
  else if (!(await sendList(response, reply))) throw noSuchRun(input)
}

function sendBytes(response: Response, { type, content: { coding, bytes } }: Bytes): void {
  response.setHeader('content-type', type)
  response.setHeader('content-length', bytes.length)
  response.setHeader('vary', 'accept-encoding')
  if (coding !== 'identity') response.setHeader('content-encoding', coding)
  response.end(bytes)
}

/** What Express's body parser finds wrong: its status says whose fault it is. */
type BodyError = Error & { readonly status?: number }

function namedOf(cause: BodyError): Error {
  const { status, message } = cause
  if (status === 413)
    return new TooLarge(`The body is larger than ${BODY_LIMIT}. Send less in one request.`, { cause })
  if (status === 415) return new WrongType(message, { cause })
  return status === 400 ? new BadInput(`The request cannot be read: ${message}`, { cause }) : cause
}
