import { isRefusal } from './client.ts'
import { sessionCookie } from './session-cookie.ts'
import { safeLocation, tokenIn, withoutToken } from './token-in-url.ts'
import { readBody } from '../body.ts'
import type { Endpoint, Exchange } from '../endpoint.ts'
import type { Guard } from './guard.ts'
import { respond } from '../respond.ts'
import { parseTarget } from './target.ts'
import { LOGIN_PATH, sendTokenPage } from './token-page.ts'

/** Largest body of the form, in bytes. */
const BODY_LIMIT = 4096

/**
 * Opens a session for the token of `/?token=…`, and sends the browser on to the same address without it, so that it stays in no
 * history and goes to nobody.
 * @returns whether there was one, and the daemon needs it
 */
export function login(guard: Guard, { request, response, target }: Exchange): boolean {
  const token = tokenIn(target.search)
  if (token === undefined) return false
  const session = guard.login(request, token)
  if (!session) return false
  const location = safeLocation(target.path + withoutToken(target.search))
  response.writeHead(303, {
    location,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    ...(!isRefusal(session) && { 'set-cookie': sessionCookie(request, session) }),
  })
  response.end()
  return true
}

/** Accepts the form of the token page. The guard ensures that the form comes from our own page. */
export const loginEndpoint = (guard: Guard): Endpoint => ({
  method: 'POST',
  path: LOGIN_PATH,
  access: 'browser',
  async serve({ request, response }) {
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
    if (type !== 'application/x-www-form-urlencoded')
      return respond(response, 415, { error: 'Send the form as application/x-www-form-urlencoded' })
    const form = new URLSearchParams(await readBody(request, BODY_LIMIT))
    const location = safeLocation(form.get('to') ?? '/')
    const session = guard.login(request, form.get('token')?.trim() ?? '')
    if (session && isRefusal(session))
      return sendTokenPage(request, response, {
        target: parseTarget(location)!,
        refusal: session,
        headers: {},
      })
    response.writeHead(303, {
      location,
      'cache-control': 'no-store',
      ...(session && { 'set-cookie': sessionCookie(request, session) }),
    })
    response.end()
  },
})
