import type Database from 'better-sqlite3'
import type { Rows, Statement } from './connection.ts'

/** Runs statements on a connection to SQLite, each prepared once: they are few and fixed, one for each kind of batch. */
export class SqliteStatements {
  readonly #prepared = new Map<string, Database.Statement<unknown[], unknown[]>>()

  constructor(private readonly database: Database.Database) {
    database.defaultSafeIntegers()
  }

  /** @returns the rows that it gives */
  run({ sql, parameters, rows, script }: Statement): Rows {
    if (script) {
      this.database.exec(sql)
      return []
    }
    const statement = this.#prepare(sql)
    if (statement.reader) return statement.all(...parameters)
    if (!rows) statement.run(...parameters)
    else
      for (let at = 0; at < rows.values.length; at += rows.width)
        statement.run(rows.values.slice(at, at + rows.width))
    return []
  }

  /** Whether a statement only gives rows. */
  isQuery({ sql, script }: Statement): boolean {
    if (script) return false
    const { reader, readonly } = this.#prepare(sql)
    return reader && readonly
  }

  #prepare(sql: string): Database.Statement<unknown[], unknown[]> {
    let statement = this.#prepared.get(sql)
    if (!statement) {
      statement = this.database.prepare(sql.replaceAll(/\$\d+/g, '?'))
      if (statement.reader) statement.raw()
      this.#prepared.set(sql, statement)
    }
    return statement
  }
}
