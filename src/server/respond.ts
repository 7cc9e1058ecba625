import type { Logger } from 'pino'
import { headersOfStatus, shown } from '../errors.ts'
import type { Answer } from './answer.ts'
import { headersOf } from './headers.ts'

/** Responds with JSON. It writes all headers at once, because one call for each would cost as much as reading the request. */
export function respond(
  response: Answer,
  status: number,
  body: object,
  headers: Record<string, string> = {},
) {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    ...headersOf(response),
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headersOfStatus(status),
    ...headers,
  })
  response.end(text)
}

/** Responds to an error with `{"error": "…"}` and its status. It logs an error that is ours. */
export function respondError(response: Answer, error: unknown, log: Logger): void {
  const { status, message } = shown(error)
  if (status === 500) log.error({ err: error }, 'request failed')
  if (response.headersSent) response.destroy()
  else respond(response, status, { error: message })
}
