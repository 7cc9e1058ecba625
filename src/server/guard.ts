import type { IncomingMessage, ServerResponse } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { TOKEN_COOKIE, tokenInUrl, type Tokens } from './tokens.ts'
import type { Scopes } from '../graphql/context.ts'

/** Why a request goes no further. */
export interface Refusal {
  readonly status: 400 | 401 | 403
  readonly error: string
}

/** Decides on a request before anything reads it. */
export interface Guard {
  /** Who may do what; or why not. */
  admit(request: IncomingMessage): Scopes | Refusal
  /** Takes the token of `/?token=…` into a cookie and sends the browser on to the address without it. */
  login(request: IncomingMessage, response: ServerResponse): boolean
}

export interface GuardOptions {
  /** The address listened on. */
  readonly host: string
  /** Origins beside its own that may call: `https://ci.example.org`. */
  readonly allowOrigin: readonly string[]
  /** Undefined where none is needed. */
  readonly tokens: Tokens | undefined
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * The checks that every request passes, and every upgrade:
 *
 * - `Host` must name this daemon, so that a foreign name that resolves here (DNS rebinding) reaches nothing. An address
 *   cannot be rebound, so any is taken.
 * - `Origin`, where there is one, must be the daemon's own or an allowed one. Browsers send it with everything that
 *   could change something and with every WebSocket; programs send none.
 * - A token, where the daemon has one.
 */
export function createGuard({ host, allowOrigin, tokens }: GuardOptions): Guard {
  const allowed = new Set(allowOrigin)
  const names = new Set([
    ...LOOPBACK,
    host.toLowerCase(),
    hostname().toLowerCase(),
    ...allowOrigin.map((origin) => new URL(origin).hostname),
  ])
  return {
    admit(request) {
      const authority = parseHost(request.headers.host)
      if (!authority) return { status: 400, error: 'The Host header is missing or malformed' }
      if (!names.has(authority.hostname) && !isAddress(authority.hostname))
        return {
          status: 403,
          error: `This daemon does not answer to the name ${authority.hostname}; see --allow-origin`,
        }
      const { origin } = request.headers
      if (origin !== undefined && !allowed.has(origin) && !isOwn(origin, authority.host))
        return { status: 403, error: 'Requests from this origin are not allowed; see --allow-origin' }
      return tokens ? tokens.scopesOf(request) : ALL
    },
    login(request, response) {
      const token = tokenInUrl(request.url!)
      if (token === undefined || !tokens || request.method !== 'GET') return false
      // One slash at its front: two would lead to another host.
      const location = `/${request.url!.split('?', 1)[0]!.replace(/^[/\\]+/, '')}`
      response.writeHead(303, { location, 'set-cookie': cookieOf(token), 'cache-control': 'no-store' }).end()
      return true
    },
  }
}

const ALL: Scopes = new Set(['ingest', 'read', 'admin'])

/** Reads a Host header strictly: a name or address, and a port. (RFC 9110 7.2, RFC 3986 3.2.2) */
function parseHost(header: string | undefined): { host: string; hostname: string } | undefined {
  if (!header || !/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(header)) return undefined
  const host = header.toLowerCase()
  return { host, hostname: host.replace(/:\d+$/, '') }
}

const isAddress = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0

const isOwn = (origin: string, host: string): boolean =>
  origin === `http://${host}` || origin === `https://${host}`

/** A session cookie that no script reads and no foreign site sends (RFC 6265bis). */
const cookieOf = (token: string): string =>
  `${TOKEN_COOKIE}=${encodeURIComponent(token)}; Path=/; HttpOnly; SameSite=Strict`

/** Whether `admit` refused. */
export const isRefusal = (decision: Scopes | Refusal): decision is Refusal => 'status' in decision
