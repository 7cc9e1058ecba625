import type { IncomingMessage } from 'node:http'
import type { Row } from '../rest/row.ts'
import type { Audit } from './access/audit.ts'
import { allows, isRefusal, type Refusal } from './access/client.ts'
import type { Answer } from './answer.ts'
import { answerPreflight, isPreflight, setCors } from './access/cors.ts'
import { isPagePath, sendPage } from './dashboard.ts'
import type { Endpoint } from './endpoint.ts'
import type { Guard } from './access/guard.ts'
import { wantsHtml } from './headers.ts'
import { respond } from './respond.ts'
import { RouteTable, type Match } from './route-table.ts'
import { parseTarget, type Target } from './access/target.ts'
import { sendTokenPage } from './access/token-page.ts'

/** Stands for a preflight, which carries no token. */
const PREFLIGHT: Row = { method: 'GET', path: '', access: 'browser' }

/**
 * Responds to requests. It matches each request to one row of the table. The row decides who may send the request, and only its
 * endpoint can respond to it.
 */
export function createDispatcher(endpoints: readonly Endpoint[], guard: Guard, audit: Audit) {
  const table = new RouteTable(endpoints)

  return async (request: IncomingMessage, response: Answer): Promise<void> => {
    const fromElsewhere = setCors(guard.origins, request, response)
    const target = parseTarget(request.url!)
    if (!target) return respond(response, 400, { error: 'The address is neither a path nor an HTTP URL' })
    const match = table.find(request.method!, target.path)
    if (match) response.route = match.template
    const preflight = fromElsewhere && isPreflight(request)
    const client = guard.admit(request, target, preflight ? PREFLIGHT : match?.row)
    if (isRefusal(client)) return sendRefusal(request, response, target, client)
    if (preflight && match?.allow) return answerPreflight(request, response, match.allow)
    if (!match?.row) return sendNotFound(request, response, target, match)
    const { row, params } = match
    if (!allows(client, row)) {
      const error = `This needs a token with the scope ${row.access}`
      audit(client, { action: 'refuse', outcome: `${error}: ${row.method} ${match.template}` })
      return sendRefusal(request, response, target, { status: 403, error, wantsToken: true })
    }
    if (target.authority !== undefined) request.url = target.path + target.search
    await row.serve({ request, response, target, params, client })
  }
}

/** Sends the reason for a refusal. A browser that shows a page gets the token page, if a token would help. */
function sendRefusal(request: IncomingMessage, response: Answer, target: Target, refusal: Refusal): void {
  const { status, error, wantsToken, retryAfter } = refusal
  const headers = {
    ...(status === 401 && { 'www-authenticate': 'Bearer' }),
    ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
  }
  if (wantsToken && wantsHtml(request)) sendTokenPage(request, response, { target, refusal, headers })
  else respond(response, status, { error }, headers)
}

function sendNotFound(
  request: IncomingMessage,
  response: Answer,
  { path }: Target,
  match: Match<Endpoint> | undefined,
): void {
  const { method } = request
  if (match?.allow) {
    const error = `${match.template} takes ${match.allow}, not ${method}`
    return respond(response, 405, { error }, { allow: match.allow })
  }
  if (!isEncoded(path)) return respond(response, 400, { error: 'The path is not percent-encoded correctly' })
  if (wantsHtml(request) && isPagePath(path)) return sendPage(request, response)
  respond(response, 404, { error: `There is no ${method} ${path}` })
}

/** Whether a path can be decoded (RFC 3986 2.1). */
function isEncoded(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
