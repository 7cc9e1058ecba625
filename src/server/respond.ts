import type { Logger } from 'pino'
import { BuildSpyError, headersOfStatus, statusOf } from '../errors.ts'
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

/**
 * Answers an error as `{"error": "…"}` with its status. One that has no name is ours: logged, and told as 500 without
 * its message.
 */
export function respondError(response: Answer, error: unknown, log: Logger): void {
  const status = statusOf(error instanceof BuildSpyError && error.code)
  if (response.headersSent) return void response.destroy()
  if (!(error instanceof BuildSpyError)) log.error({ err: error }, 'request failed')
  const message =
    error instanceof BuildSpyError ? error.message : 'BuildSpy failed to answer this; its log says why'
  respond(response, status, { error: message })
}
