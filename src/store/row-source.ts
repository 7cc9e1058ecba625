import type { ClientConfig } from 'pg'
import { named } from './away.ts'

/** The database of a thread's own connection: plain data, which can be sent to the thread. */
export type RowSource =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgresql'; readonly config: ClientConfig }

/** Reads the rows of a statement, many at a time, until its consumer ends it. */
export interface RowReader {
  /**
   * @param take is given some rows, and says whether it wants more
   * @throws Unavailable if the database cannot be reached
   */
  read(statement: RowStatement, take: (rows: readonly (readonly unknown[])[]) => boolean): Promise<void>
  close(): Promise<void>
}

/** A statement of one snapshot; `$1`, `$2` … stand for its parameters, each once and in order. */
export interface RowStatement {
  readonly sql: string
  readonly parameters: readonly (string | number | bigint)[]
}

/** Rows read at a time. */
const MANY = 1000

/** Opens a read-only connection with the driver alone. It is not for the daemon's event loop. */
export async function openRows(source: RowSource): Promise<RowReader> {
  return source.kind === 'sqlite' ? openSqliteRows(source.file) : openPostgresqlRows(source.config)
}

async function openSqliteRows(file: string): Promise<RowReader> {
  const { DatabaseSync } = await import('@photostructure/sqlite')
  const { isAway } = await import('./sqlite/failures.ts')
  const database = new DatabaseSync(file, { readOnly: true, returnArrays: true })
  return {
    async read({ sql, parameters }, take) {
      try {
        const statement = database.prepare(sql.replaceAll(/\$\d+/g, '?'))
        let rows: unknown[][] = []
        for (const row of statement.iterate(...parameters) as Iterable<unknown[]>) {
          if (rows.push(row) < MANY) continue
          if (!take(rows)) return
          rows = []
        }
        take(rows)
      } catch (error) {
        throw named(error, isAway)
      }
    },
    close: async () => database.close(),
  }
}

/** With a cursor, because a result of a million rows would otherwise arrive as a whole. */
async function openPostgresqlRows(config: ClientConfig): Promise<RowReader> {
  const { default: pg } = await import('pg')
  const { isAway } = await import('./postgresql/failures.ts')
  return {
    async read({ sql, parameters }, take) {
      const client = new pg.Client(config)
      // An error during a statement makes the statement fail.
      client.on('error', () => {})
      try {
        await client.connect()
        await client.query('BEGIN READ ONLY')
        await client.query(`DECLARE found NO SCROLL CURSOR FOR ${sql}`, [...parameters])
        const fetch = { text: `FETCH ${MANY} FROM found`, rowMode: 'array' as const }
        for (;;) {
          const { rows } = await client.query<unknown[]>(fetch)
          if (!take(rows) || rows.length < MANY) return
        }
      } catch (error) {
        throw named(error, isAway)
      } finally {
        await client.end().catch(() => {})
      }
    },
    close: async () => {},
  }
}
