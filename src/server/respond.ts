import type { ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import { statusOf, BuildSpyError } from '../errors.ts'

/** Answers with JSON. */
export function respond(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
) {
  const text = JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...headers,
  })
  response.end(text)
}

/**
 * Answers an error as `{"error": "…"}` with its status. One that has no name is ours: logged, and told as 500 without
 * its message.
 */
export function respondError(response: ServerResponse, error: unknown, log: Logger): void {
  const status = statusOf(error instanceof BuildSpyError && error.code)
  if (response.headersSent) return void response.destroy()
  if (!(error instanceof BuildSpyError)) log.error({ err: error }, 'request failed')
  const message =
    error instanceof BuildSpyError ? error.message : 'BuildSpy failed to answer this; its log says why'
  respond(response, status, { error: message }, status === 503 ? { 'retry-after': '1' } : {})
}
