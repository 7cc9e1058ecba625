import type { Connection, Read } from './connection.ts'
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
  /** For reads of many rows with few results. The event loop continues meanwhile, however long they take. */
  readonly readAside: Read
  /** For writes, one transaction at a time. */
  readonly writer: Writer
  /** `writer` and others, for submissions: while the database works for one, the next batch is folded. */
  readonly writers: readonly Writer[]
  readonly dialect: Dialect
  /** For reads of whole runs, in another thread. */
  readonly rows: RowSource
  /** Deletes the rows of runs that are marked as deleted, in small steps. */
  readonly purge: Purge
  /** The database's clock, in milliseconds since 1970; absent if it is the daemon's. @throws Unavailable */
  readonly clock?: (() => Promise<number>) | undefined
  /** Resolves if the database can be read. @throws Unavailable, or the database's error */
  check(): Promise<unknown>
  /**
   * Resolves if the database can be read, accepts writes, and has room for more. @throws Unavailable, or the database's error
   */
  checkWrites(): Promise<void>
  close(): Promise<void>
}

/** Keeps the data in memory, for as long as the store is open. */
export const IN_MEMORY = 'in memory'

/** The place of the data. */
export interface Place {
  /** The directory of the SQLite database. */
  readonly data: string
  /** The address of a PostgreSQL database, which replaces the directory. */
  readonly databaseUrl?: string | undefined
  /** Receives a text for each existing file whose mode changed. */
  readonly tell?: Tell
}

/**
 * Opens the store and brings it up to date.
 * @param onQuery receives each statement that reads
 * @throws Misconfigured with advice
 */
export async function openStore(
  place: Place | typeof IN_MEMORY,
  onQuery?: (sql: string) => void,
): Promise<Store> {
  return storeOver(await open(place, onQuery))
}

/** A store over an open database. */
export function storeOver(opened: Opened): Store {
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

/** A database as its folder opens it. */
export interface Opened extends Pick<Store, 'dialect' | 'reader' | 'read' | 'readAside' | 'rows'> {
  /** The connections that write. */
  readonly connections: readonly Connection[]
  /** Resolves if the disk has room for more; absent if that is not ours. @throws Unavailable */
  readonly checkRoom: (() => Promise<void>) | undefined
  release(): Promise<void>
}

/** Loads only the chosen database, because each one needs a client and a driver. */
async function open(place: Place | typeof IN_MEMORY, onQuery?: (sql: string) => void): Promise<Opened> {
  if (place === IN_MEMORY) return (await import('./sqlite/sqlite.ts')).openMemory()
  const { data, databaseUrl, tell = () => {} } = place
  if (databaseUrl) return (await import('./postgresql/postgresql.ts')).openPostgresql(databaseUrl, onQuery)
  return (await import('./sqlite/sqlite.ts')).openSqlite(data, tell, onQuery)
}
