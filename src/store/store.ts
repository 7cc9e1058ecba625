import type { Read } from './connection.ts'
import type { Tell } from './sqlite/data-directory.ts'
import type { Dialect } from './dialect.ts'
import type { PrismaClient } from '../generated/sqlite/client.ts'
import type { RowSource } from './row-source.ts'
import { Purge } from './purge.ts'
import { Writer } from './writer.ts'

/** The open database. */
export interface Store {
  /** For reads, by anyone at any time. */
  readonly reader: PrismaClient
  /** For reads that must be fast. */
  readonly read: Read
  /** For reads that look at more than they give: however long they take, the event loop goes on. */
  readonly readAside: Read
  /** For writes, one transaction at a time. */
  readonly writer: Writer
  /** That one and others, for submissions: while the database works for one, a batch is folded for the next. */
  readonly writers: readonly Writer[]
  readonly dialect: Dialect
  /** For reads of whole runs, in another thread. */
  readonly rows: RowSource
  /** Deletes what is marked as deleted, in small steps. */
  readonly purge: Purge
  /** The database's clock, in milliseconds since 1970; absent where it is the daemon's. @throws Unavailable */
  readonly clock?: (() => Promise<number>) | undefined
  /** Resolves if the database can be read. @throws Unavailable, or what it says */
  check(): Promise<unknown>
  /** Resolves if the database can be read, takes writes, and has room for more. @throws Unavailable, or what it says */
  checkWrites(): Promise<void>
  close(): Promise<void>
}

/** Where the data is. */
export interface Place {
  /** The directory of the SQLite database. */
  readonly data: string
  /** Of a PostgreSQL database, which is then used instead. */
  readonly databaseUrl?: string | undefined
  /** Is told what was changed of files that were there. */
  readonly tell?: Tell
}

/**
 * Opens the store and brings it up to date.
 * @param onQuery is told each statement that reads
 * @throws Misconfigured with what to change
 */
export async function openStore(place: Place, onQuery?: (sql: string) => void): Promise<Store> {
  const opened = await open(place, onQuery)
  const { dialect, reader, read, readAside, connections, rows, checkRoom, release } = opened
  const writers = connections.map((connection) => new Writer(connection, dialect))
  const writer = writers[0]!
  const purge = new Purge(reader, writer)
  purge.wake()
  return {
    reader,
    read,
    readAside,
    writer,
    writers,
    dialect,
    rows,
    purge,
    clock: dialect.clock === undefined ? undefined : () => clockOf(read, dialect.clock!),
    check: () => read({ sql: 'SELECT 1', parameters: [] }),
    async checkWrites() {
      await read({ sql: 'SELECT 1', parameters: [] })
      await checkRoom?.()
      await writer.transaction(async (transaction) => transaction.touch())
    },
    async close() {
      await purge.stop()
      await Promise.all(writers.map((each) => each.close()))
      await reader.$disconnect()
      await release()
    },
  }
}

async function clockOf(read: Read, sql: string): Promise<number> {
  const [row] = await read({ sql, parameters: [] })
  return Number(row![0])
}

/** Loads only what it opens: each database brings a client and a driver along. */
async function open({ data, databaseUrl, tell = () => {} }: Place, onQuery?: (sql: string) => void) {
  if (databaseUrl) return (await import('./postgresql/postgresql.ts')).openPostgresql(databaseUrl, onQuery)
  return (await import('./sqlite/sqlite.ts')).openSqlite(data, tell, onQuery)
}
