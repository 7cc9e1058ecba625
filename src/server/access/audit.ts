import type { Logger } from 'pino'
import type { AuditEntry } from '../../graphql/context.ts'

/** Runs named in a line; `count` says how many there were. */
const NAMED = 100

/** The author of an action: the name of a token, and an address. */
export interface Actor {
  /** Null if no token is needed, or if it is unknown. */
  readonly name: string | null
  readonly from: string
  /** The client's address according to a proxy (`X-Forwarded-For`). Anybody can send this header. */
  readonly forwarded?: string | undefined
}

/** Writes a line of the audit log. */
export type Audit = (actor: Actor, entry: AuditEntry) => void

/** The audit log: lines with `audit: true` in the daemon's log, at every level except `silent`. (docs/operations.md) */
export function createAudit(log: Logger): Audit {
  if (log.level === 'silent') return () => {}
  const lines = log.child({ audit: true }, { level: 'info' })
  return ({ name, from, forwarded }, { action, runs = [], outcome }) =>
    lines.info({
      action,
      token: name,
      from,
      ...(forwarded && { forwarded }),
      runs: runs.slice(0, NAMED),
      count: runs.length,
      outcome,
    })
}
