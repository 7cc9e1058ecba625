import type { Logger } from 'pino'
import type { AuditEntry } from '../../graphql/context.ts'

/** Runs named in a line; `count` says how many there were. */
const NAMED = 100

/** Who did something: the name of a token and an address. */
export interface Actor {
  /** Null where no token is needed, or where it is not known. */
  readonly name: string | null
  readonly from: string
  /** What a proxy says of the address behind it (`X-Forwarded-For`); anybody can claim that. */
  readonly forwarded?: string | undefined
}

/** Writes a line of the audit log. */
export type Audit = (actor: Actor, entry: AuditEntry) => void

/**
 * The audit log: lines of the daemon's log with `audit: true`, whatever its level, unless that is `silent`.
 * (docs/operations.md)
 */
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
