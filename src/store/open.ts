import { openSqlite } from './sqlite.ts'
import type { Dialect } from './dialect.ts'
import type { PrismaClient } from '../generated/sqlite/client.ts'
import { Writer } from './writer.ts'

/** The open database. */
export interface Store {
  /** For reads, by anyone at any time. */
  readonly reader: PrismaClient
  /** For writes, one transaction at a time. */
  readonly writer: Writer
  readonly dialect: Dialect
  close(): Promise<void>
}

/**
 * Opens the store of a data directory and brings it up to date.
 * @param onQuery is told each statement that reads
 * @throws Misconfigured with what to change
 */
export async function openStore(directory: string, onQuery?: (sql: string) => void): Promise<Store> {
  const { dialect, reader, writer: connection, unlock } = await openSqlite(directory, onQuery)
  const writer = new Writer(connection, dialect)
  return {
    reader,
    writer,
    dialect,
    async close() {
      await writer.close()
      await reader.$disconnect()
      await unlock()
    },
  }
}
