import type { Scopes } from '../../graphql/scopes.ts'
import type { Row } from '../../rest/row.ts'
import type { Actor } from './audit.ts'

/** The sender of a request, and its permissions. */
export interface Client extends Actor {
  readonly scopes: Scopes
  /** Expiry of its token, in milliseconds since 1970; `Infinity` if it has none. */
  readonly expires: number
}

/** The reason for refusing a request. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 429
  readonly error: string
  /** Whether a token, or another one, would help. */
  readonly wantsToken?: boolean
  /** Seconds after which the client may try again. */
  readonly retryAfter?: number
}

/** Whether a decision is a refusal. */
export const isRefusal = (decision: object): decision is Refusal => 'status' in decision

/** Whether a client that the guard admitted has the scope of a route. */
export const allows = ({ scopes }: Client, { access }: Row): boolean =>
  access === 'anyone' || access === 'browser' || access === 'token' || scopes.has(access)

/** The longest time of a timer, in milliseconds (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
const LONGEST = 2 ** 31 - 1

/** Ends a connection when the client's token expires. @returns a function that cancels this */
export function atExpiry({ expires }: Client, end: () => void): () => void {
  const left = expires - Date.now()
  if (left > LONGEST) return () => {}
  const timer = setTimeout(end, left)
  timer.unref()
  return () => clearTimeout(timer)
}
