import type { DatabaseSyncInstance, StatementSyncInstance } from '@photostructure/sqlite'
import type { Rows, Statement } from '../connection.ts'

/** The form of a connection's rows: arrays, with whole numbers as bigints. */
export const ROWS = { returnArrays: true, readBigInts: true } as const

/**
 * Runs statements on a connection to SQLite. It prepares each statement once, because there are few, one for each kind of
 * batch.
 */
export class SqliteStatements {
  readonly #prepared = new Map<string, StatementSyncInstance>()

  /** @param database opened with `ROWS` */
  constructor(private readonly database: DatabaseSyncInstance) {}

  /** @returns the rows of the statement */
  run({ sql, parameters, rows, script }: Statement): Rows {
    if (script) {
      this.database.exec(sql)
      return []
    }
    const statement = this.#prepare(sql)
    if (!rows) return statement.all(...parameters) as Rows
    for (let at = 0; at < rows.values.length; at += rows.width)
      statement.run(...rows.values.slice(at, at + rows.width))
    return []
  }

  /** Whether a statement only returns rows. */
  isQuery({ sql }: Statement): boolean {
    return sql.startsWith('SELECT')
  }

  #prepare(sql: string): StatementSyncInstance {
    let statement = this.#prepared.get(sql)
    if (!statement) {
      statement = this.database.prepare(sql.replaceAll(/\$\d+/g, '?'))
      this.#prepared.set(sql, statement)
    }
    return statement
  }
}
