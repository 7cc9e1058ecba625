import Database from 'better-sqlite3'
import type { Read } from './connection.ts'

/** Opens a connection that reads a SQLite file on the event loop: a page takes a millisecond or two. */
export function readSqlite(file: string, onQuery?: (sql: string) => void): { read: Read; close(): void } {
  const database = new Database(file, { readonly: true })
  database.defaultSafeIntegers()
  /** Few: one for each shape of a question. */
  const prepared = new Map<string, Database.Statement<unknown[], unknown[]>>()
  return {
    async read({ sql, parameters }) {
      onQuery?.(sql)
      let statement = prepared.get(sql)
      if (!statement) {
        statement = database.prepare<unknown[], unknown[]>(sql.replaceAll(/\$\d+/g, '?')).raw()
        prepared.set(sql, statement)
      }
      return statement.all(...parameters)
    },
    close: () => void database.close(),
  }
}
