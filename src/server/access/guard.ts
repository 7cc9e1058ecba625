import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { isLoopback } from '../../loopback.ts'
import type { Row } from '../../rest/row.ts'
import type { Client, Refusal } from './client.ts'
import { openToAll, type Credentials } from './credentials.ts'
import type { Target } from './target.ts'

export interface GuardOptions {
  /** The address listened on. */
  readonly host: string
  /** Other origins whose pages may send requests: `https://ci.example.org`. */
  readonly allowOrigin: readonly string[]
  /** Everybody may do everything without it. */
  readonly credentials?: Credentials
}

/** Decides on a request before anything reads it. */
export interface Guard extends Credentials {
  /** Identifies the client of a request, or refuses it. `row` is the route that the request matched, if any. */
  admit(request: IncomingMessage, target: Target, row: Row | undefined): Client | Refusal
  /** Other origins whose pages may send requests. */
  readonly origins: ReadonlySet<string>
}

const NOBODY: Client = { name: null, from: '', scopes: new Set(), expires: Infinity }

/**
 * The checks that every request and every upgrade passes:
 *
 * - There is one `Host`, and it names this daemon. So a foreign name that resolves to this machine (DNS rebinding) reaches
 *   nothing. Any address is accepted, because an address cannot be rebound.
 * - The page behind the request belongs to the daemon or to an allowed origin. Browsers name it in `Origin` or in
 *   `Sec-Fetch-Site` (https://www.w3.org/TR/fetch-metadata/); programs send neither. Any site may link to a page.
 * - There is a token, if the daemon has tokens.
 */
export function createGuard({ host, allowOrigin, credentials = openToAll }: GuardOptions): Guard {
  const allowed = new Set(allowOrigin)
  const names = new Set([
    host.toLowerCase(),
    hostname().toLowerCase(),
    ...allowOrigin.map((origin) => new URL(origin).hostname),
  ])

  const checkHost = (request: IncomingMessage, { authority }: Target): Refusal | undefined => {
    const sent = parseHost(request.headers.host)
    if (!sent) return { status: 400, error: 'The Host header is missing or malformed' }
    if (authority !== undefined && parseHost(authority)?.host !== sent.host)
      return { status: 400, error: 'The Host header and the address of the request differ' }
    if (isLoopback(sent.hostname) || names.has(sent.hostname) || isAddress(sent.hostname)) return undefined
    const error = `This daemon does not answer to the name ${sent.hostname}; see --allow-origin`
    return { status: 403, error }
  }

  const checkSite = (request: IncomingMessage, row: Row | undefined): Refusal | undefined => {
    const { origin, host = '' } = request.headers
    if (origin !== undefined)
      return allowed.has(origin) || isOwn(origin, host.toLowerCase())
        ? undefined
        : { status: 403, error: 'Requests from this origin are not allowed; see --allow-origin' }
    const site = request.headers['sec-fetch-site']
    if (site === undefined || site === 'same-origin' || site === 'none' || isLink(request, row))
      return undefined
    return { status: 403, error: 'Requests from pages of other sites are not allowed; see --allow-origin' }
  }

  return {
    ...credentials,
    admit(request, target, row) {
      if (hasTwoHosts(request)) return { status: 400, error: 'The request has two Host headers' }
      const refused =
        (row?.access === 'anyone' ? undefined : checkHost(request, target)) ?? checkSite(request, row)
      if (refused) return refused
      if (row?.access === 'anyone' || row?.access === 'browser') return NOBODY
      return credentials.identify(request, target)
    },
    origins: allowed,
  }
}

/** Whether a browser follows a link to one of our pages, in a tab of its own. */
const isLink = ({ method, headers }: IncomingMessage, row: Row | undefined): boolean =>
  method === 'GET' &&
  headers['sec-fetch-mode'] === 'navigate' &&
  headers['sec-fetch-dest'] === 'document' &&
  (row === undefined || row.html === true)

/** With two Host headers, Node keeps the first, while a proxy before it may use the second. (RFC 9112 3.2) */
function hasTwoHosts({ rawHeaders }: IncomingMessage): boolean {
  let hosts = 0
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++
  }
  return hosts > 1
}

/** Reads a Host header strictly: a name or address, and a port. (RFC 9110 7.2, RFC 3986 3.2.2) */
function parseHost(header: string | undefined): { host: string; hostname: string } | undefined {
  if (!header || !/^([a-z0-9._-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(header)) return undefined
  const host = header.toLowerCase()
  return { host, hostname: host.replace(/:\d+$/, '') }
}

const isAddress = (name: string): boolean => isIP(name.replace(/^\[|\]$/g, '')) !== 0

const isOwn = (origin: string, host: string): boolean =>
  origin === `http://${host}` || origin === `https://${host}`
