import type { Scopes } from '../../graphql/scopes.ts'
import type { Row } from '../../rest/row.ts'
import type { Actor } from './audit.ts'

/** Who sent a request, and what it may do. */
export interface Client extends Actor {
  readonly scopes: Scopes
  /** When its token ends, in milliseconds since 1970; `Infinity` if never. */
  readonly expires: number
}

/** Why a request goes no further. */
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

/** Whether a client may use a route that it was admitted to. */
export const allows = ({ scopes }: Client, { access }: Row): boolean =>
  access === 'anyone' || access === 'browser' || access === 'token' || scopes.has(access)

/** The longest time of a timer, in milliseconds (https://nodejs.org/api/timers.html#settimeoutcallback-delay-args). */
const LONGEST = 2 ** 31 - 1

/** Ends what lasts, when the client's token does. @returns what cancels that */
export function atExpiry({ expires }: Client, end: () => void): () => void {
  const left = expires - Date.now()
  if (left > LONGEST) return () => {}
  const timer = setTimeout(end, left)
  timer.unref()
  return () => clearTimeout(timer)
}
