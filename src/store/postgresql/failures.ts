import type { Client } from 'pg'
import { Misconfigured } from '../../errors.ts'
import type { Sign } from '../away.ts'

/** Explains how to make the daemon start. The message contains no password. */
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

/** Messages of the driver about a connection; they have no code. */
const LOST =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (has enc|was closed))/

/** Codes of a socket (errno(3)). */
const NO_SOCKET =
  /^E(CONN(REFUSED|RESET|ABORTED)|PIPE|NOTFOUND|AI_AGAIN|NOENT|TIMEDOUT|(HOST|NET)(UNREACH|DOWN)|ADDRNOTAVAIL|NOBUFS|MFILE|NFILE)$/

/** The names of such failures in Prisma's adapter. */
const KINDS = ['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']

/**
 * Codes of a server that cannot do something now: connections (08), read-only after a failover (25006), timeouts of a
 * transaction (25P03, 25P04), conflicts that did not end (40), resources (53), locks and time (55P03, 57014), the operator
 * (57P), its disk (58). (https://www.postgresql.org/docs/current/errcodes-appendix.html)
 */
const STATES = /^(08|25006|25P0[34]|40|53|55P03|57014|57P|58)[0-9A-Z]*$/

/** Whether a sign means that the database cannot be used now: it ends, starts, hangs, is full, or the network is down. */
export const isAway = ({ code, kind, message }: Sign): boolean =>
  KINDS.includes(kind) || NO_SOCKET.test(code) || STATES.test(code) || LOST.test(message)

/** Whether a sign means that no server responded. A server that refuses another connection has responded. */
export const isSilence = (sign: Sign): boolean => isAway(sign) && !sign.code.startsWith('53')
