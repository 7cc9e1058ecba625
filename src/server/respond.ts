import type { Logger } from 'pino'
import { headersOfStatus, shown } from '../errors.ts'
import type { Answer } from './answer.ts'
import { headersOf } from './headers.ts'

/** Answers with JSON. All headers at once: set one by one they cost as much as reading the request. */
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

/** Answers an error as `{"error": "…"}` with its status. One that is our fault is logged. */
export function respondError(response: Answer, error: unknown, log: Logger): void {
  const { status, message } = shown(error)
  if (status === 500) log.error({ err: error }, 'request failed')
  if (response.headersSent) response.destroy()
  else respond(response, status, { error: message })
}
