import { randomBytes } from 'node:crypto'
import { digestOf, type Token } from './token.ts'

/** How long a browser stays logged in, in milliseconds. */
const LIFETIME = 30 * 24 * 3600 * 1000

/** Sessions at a time; the oldest gives way. */
const MOST = 10_000

interface Session {
  readonly token: Token
  /** Milliseconds since 1970. */
  readonly ends: number
}

/** The sessions of browsers. A cookie holds a random id and so reveals no token. A restart ends all sessions. */
export class Sessions {
  readonly #sessions = new Map<string, Session>()

  /** Opens a session, which ends with its token. @returns its id, and its length in seconds */
  open(token: Token, now: number): { id: string; seconds: number } {
    const id = randomBytes(32).toString('base64url')
    const ends = Math.min(now + LIFETIME, token.expires)
    this.#sessions.set(keyOf(id), { token, ends })
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MOST) break
      this.#sessions.delete(oldest)
    }
    return { id, seconds: Math.floor((ends - now) / 1000) }
  }

  /** The token by which a session was opened; undefined if there is no such session any more. */
  find(id: string, now: number): Token | undefined {
    const session = this.#sessions.get(keyOf(id))
    if (!session || session.ends > now) return session?.token
    this.#sessions.delete(keyOf(id))
    return undefined
  }
}

/** A session is found by a digest, so that the time of the search reveals nothing about an id. */
const keyOf = (id: string): string => digestOf(id).toString('base64')
