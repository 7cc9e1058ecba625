import type { Client } from 'pg'
import { Misconfigured } from '../errors.ts'

/** Says what to change so that the daemon can start. The message names no password. */
export function explainFailure(error: unknown, { host, port, user, database }: Client): unknown {
  if (error instanceof Misconfigured) return error
  const { code = '', message } = error as Error & { code?: string }
  const server = `PostgreSQL at ${host}:${port}`
  const say = (text: string) => new Misconfigured(text, { cause: error })
  switch (code) {
    case '28P01':
    case '28000':
      return say(`${server} does not let in ${user}: ${message}. Check user and password in --database-url.`)
    case '3D000':
      return say(`${server} has no database ${database}. Make it: createdb --owner ${user} ${database}`)
    case '42501':
      return say(
        `${server}: ${message}. Let ${user} make tables in ${database}: GRANT CREATE ON SCHEMA public TO ${user}`,
      )
    default:
      return say(`${server} cannot be used: ${message || code}. Check --database-url, and that it runs.`)
  }
}

/** What the driver itself says of a connection; it gives no code. */
const LOST =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has enc)/

/** What a socket says. */
const NO_SOCKET = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'ENOENT', 'ETIMEDOUT']

/** What the driver says, or how Prisma's adapter names it. */
interface ReadError {
  readonly code?: string
  readonly meta?: {
    readonly driverAdapterError?: { readonly cause?: { kind?: string; originalCode?: string } }
  }
}

/**
 * Whether a read failed because the database cannot be reached now: it ends, it starts, the network is gone, or it
 * has no room for one more. (https://www.postgresql.org/docs/current/errcodes-appendix.html)
 */
export function isAway(error: unknown): boolean {
  const { code = '', meta } = error as ReadError
  const { kind = '', originalCode = code } = meta?.driverAdapterError?.cause ?? {}
  return (
    ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'].includes(kind) ||
    NO_SOCKET.includes(code) ||
    /^(08|53|57P)/.test(originalCode) ||
    LOST.test((error as Error).message)
  )
}
