import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Rows, Statement } from '../connection.ts'
import { SqliteStatements } from './statements.ts'

/** The reply to a list of statements. */
export type Answer = { readonly rows: readonly Rows[] } | { readonly error: Failure }

/** SQLite's error for a statement. */
export interface Failure {
  readonly message: string
  /** The number of the result. */
  readonly errcode: number
}

/**
 * Replies to lists of statements in turn. After a statement of a transaction has failed, the others of that transaction are
 * refused, because their senders did not wait for it.
 * @param database opened with `ROWS`
 */
export function answering(
  database: DatabaseSyncInstance,
  connection = new SqliteStatements(database),
): (statements: readonly Statement[]) => Answer {
  /** The reason why the current transaction failed. */
  let failure: Failure | undefined

  return (statements) => {
    const { sql } = statements[0]!
    const isNew = sql.startsWith('BEGIN') || sql === 'ROLLBACK'
    if (isNew) failure = undefined
    if (failure !== undefined) return { error: failure }
    const isWithin = isNew || database.isTransaction
    try {
      return { rows: statements.map((statement) => connection.run(statement)) }
    } catch (error) {
      const { message, errcode } = error as Failure
      if (isWithin) failure = { message, errcode }
      return { error: { message, errcode } }
    }
  }
}
