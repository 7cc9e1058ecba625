import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { SCOPES, type Scopes } from '../../graphql/scopes.ts'
import type { Target } from './target.ts'
import type { Actor, Audit } from './audit.ts'
import type { Client, Refusal } from './client.ts'
import { Guesses } from './guesses.ts'
import { SESSION_COOKIE } from './session-cookie.ts'
import { Sessions } from './sessions.ts'
import { digestOf, type Token } from './token.ts'
import { tokenIn } from './token-in-url.ts'

/** Everybody has every permission on a daemon without tokens. */
const ALL: Scopes = new Set(SCOPES)

/** Identifies the sender of a request. */
export interface Credentials {
  /** By the token in `Authorization` or in the URL, or by the session of a browser. */
  identify(request: IncomingMessage, target: Target): Client | Refusal
  /** Opens a session for the holder of a token; undefined if no token is needed. */
  login(request: IncomingMessage, secret: string): { id: string; seconds: number } | Refusal | undefined
}

/** Where the daemon has no tokens, anybody may do anything. */
export const openToAll: Credentials = {
  identify: (request) => ({ ...actorOf(request), name: null, scopes: ALL, expires: Infinity }),
  login: () => undefined,
}

/** Checks tokens by their digests, in constant time. It counts wrong tokens and reports them to the audit log. */
export function byTokens(tokens: readonly Token[], audit: Audit, now: () => number = Date.now): Credentials {
  const sessions = new Sessions()
  const guesses = new Guesses()

  const check = (request: IncomingMessage, secret: string): Token | Refusal => {
    const digest = digestOf(secret)
    let found: Token | undefined
    for (const each of tokens) if (timingSafeEqual(each.digest, digest)) found = each
    if (found && found.expires > now()) return found
    const actor = { ...actorOf(request), name: found?.name ?? null }
    const wait = guesses.count(actor.from, now())
    const error = found ? 'This token has expired' : 'This token is unknown'
    if (wait === 0) audit(actor, { action: 'refuse', outcome: error })
    if (wait === 0 || found) return { status: 401, error, wantsToken: true }
    return {
      status: 429,
      error: 'Too many wrong tokens came from this address; wait before you try another',
      wantsToken: true,
      retryAfter: wait,
    }
  }

  return {
    identify(request, target) {
      const secret = bearerOf(request) ?? tokenIn(target.search)
      const token = secret === undefined ? sessionOf(request) : check(request, secret)
      if (!token) return { status: 401, error: NONE, wantsToken: true }
      if ('status' in token) return token
      return { ...actorOf(request), name: token.name, scopes: token.scopes, expires: token.expires }
    },
    login(request, secret) {
      const token = check(request, secret)
      return 'status' in token ? token : sessions.open(token, now())
    },
  }

  function sessionOf({ headers }: IncomingMessage): Token | undefined {
    const id = SESSION_COOKIE.exec(headers.cookie ?? '')?.[1]
    return id === undefined ? undefined : sessions.find(id, now())
  }
}

const NONE = 'A token is needed: send "Authorization: Bearer TOKEN", or open /?token=TOKEN'

const bearerOf = ({ headers }: IncomingMessage): string | undefined =>
  /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1]

/**
 * The address of a request, and the one behind it according to a proxy. An IPv4 address has its usual form (RFC 4291 2.5.5.2).
 */
function actorOf({ socket, headers }: IncomingMessage): Omit<Actor, 'name'> {
  const from = socket.remoteAddress?.replace(/^::ffff:/, '') ?? 'unknown'
  const forwarded = headers['x-forwarded-for']
  return { from, forwarded: typeof forwarded === 'string' ? forwarded.slice(0, 200) : undefined }
}
