import { randomUUID } from 'node:crypto'
import { DatabaseSync } from '@photostructure/sqlite'
import { Prisma, PrismaClient } from '../../generated/sqlite/client.ts'
import { named } from '../away.ts'
import type { Statement } from '../connection.ts'
import { checkRoom, lockDataDirectory, prepareDataDirectory, type Tell } from './data-directory.ts'
import { SqliteAdapterFactory } from './adapter.ts'
import { connectSqlite, openWorker, type OpenThread, type Thread } from './connection.ts'
import { explainFailure, isAway } from './failures.ts'
import { asReader } from '../reader.ts'
import { ROWS, SqliteStatements } from './statements.ts'
import { migrateSqlite } from './migrations.ts'
import { listOf, namesOf, replacing, valuesOf, type Columns, type Dialect, type Kind } from '../dialect.ts'

/** Time that a read waits for a lock, in milliseconds. The event loop waits with it. */
const READ_PATIENCE = 40

/**
 * SQLite, the default store: one file in the data directory, two connections. With WAL, readers continue while the writer
 * commits. With `synchronous=FULL`, a commit survives a power cut (https://sqlite.org/pragma.html#pragma_synchronous).
 * `auto_vacuum` only works before the first table, and lets the file shrink (`purge.ts`).
 */
const PRAGMAS = `
  PRAGMA auto_vacuum = INCREMENTAL;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA busy_timeout = ${READ_PATIENCE};
  PRAGMA temp_store = MEMORY;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA cache_size = -32000;
`

/** The writer waits in a thread of its own. */
const WRITE_PRAGMAS = `${PRAGMAS} PRAGMA busy_timeout = 4000;`

const sqlite: Dialect = {
  begin: 'BEGIN IMMEDIATE',
  part: 250,
  claim: () => [],
  isRace: () => false,
  upsert: (columns, rows) => ({ sql: upserting(columns), parameters: [], rows: inTurn(columns, rows) }),
  insert: (columns, rows) => ({ sql: inserting(columns), parameters: [], rows: inTurn(columns, rows) }),
  lookup(columns: Columns, key: readonly string[]): string {
    const { table } = columns
    const selected = namesOf(columns).map((column) => `"${table}"."${column}"`)
    const matches = key.map((column, index) => `"${table}"."${column}" = wanted.value ->> ${index}`)
    return `SELECT ${selected.join(', ')} FROM json_each(?) wanted
      CROSS JOIN "${table}" ON ${matches.join(' AND ')}`
  },
  bounded: (column) => column,
  // A second look-up finds a row by its number, because a join cannot be limited for each row before it.
  pages: ({ wanted, table, selected, where, order, limit, most }) =>
    `SELECT w."n", ${selected('t')} FROM ${wanted} w CROSS JOIN "${table}" t ON t.rowid IN
      (SELECT i.rowid FROM "${table}" i WHERE ${where} ORDER BY ${order} LIMIT ${limit}) LIMIT ${most}`,
  remove: ({ table }, key) => `DELETE FROM "${table}" WHERE "${key}" IN (SELECT value FROM json_each(?))`,
  reclaim: (pages) => [
    { sql: 'PRAGMA freelist_count', parameters: [] },
    { sql: `PRAGMA incremental_vacuum(${pages})`, parameters: [], script: true },
    { sql: 'PRAGMA freelist_count', parameters: [] },
  ],
  used: Prisma.sql`SELECT (page_count - freelist_count) * page_size AS "bytes"
    FROM pragma_page_count, pragma_freelist_count, pragma_page_size`,
  contains: { read: contains, indexed: containsByIndex },
  given: (kinds) =>
    `(SELECT ${kinds.map((kind, n) => `${cast(kind, n)} AS "c${n}"`).join(', ')} FROM json_each($1))`,
  join: (number) => `group_concat(${number}, ',')`,
}

const inTurn = (columns: Columns, rows: readonly object[]) => ({
  width: namesOf(columns).length,
  values: valuesOf(columns, rows),
})

/** An element of a JSON list. A number above 53 bits is a text in it. */
const cast = (kind: Kind, index: number): string =>
  kind === 'large' ? `CAST(value ->> ${index} AS INTEGER)` : `value ->> ${index}`

/** No text in the database contains a NUL, and the driver would cut a text there. */
function contains(text: string) {
  if (text.includes('\0')) return Prisma.sql`1 = 0`
  return Prisma.sql`instr("text", ${text}) > 0`
}

/**
 * The index knows the texts of each sequence of three characters, so it does not help with shorter texts. The query uses every
 * third sequence, which finds little more for a third of the work. Of a long text it uses the beginning.
 */
function containsByIndex(text: string) {
  const characters = Array.from(text).slice(0, 100)
  if (characters.length < 3 || text.includes('\0')) return contains(text)
  const threes = Array.from({ length: Math.ceil(characters.length / 3) }, (_, n) => {
    const start = Math.min(n * 3, characters.length - 3)
    return `"${characters
      .slice(start, start + 3)
      .join('')
      .replaceAll('"', '""')}"`
  })
  return Prisma.sql`"number" IN (SELECT "rowid" FROM "RunTextIndex" WHERE "RunTextIndex" MATCH ${threes.join(' AND ')})
    AND ${contains(text)}`
}

/** Row by row. A prepared statement takes 20 µs for an event and its process, and `json_each` over all rows takes 25 to 40. */
const inserting = textOf((columns) => {
  const names = namesOf(columns)
  return `INSERT INTO "${columns.table}" (${listOf(names)}) VALUES (${names.map(() => '?').join(', ')})`
})

const upserting = textOf((columns) => `${inserting(columns)} ${replacing(columns)}`)

/** Makes the text for each table once. */
function textOf(make: (columns: Columns) => string): (columns: Columns) => string {
  const made = new Map<Columns, string>()
  return (columns) => {
    const text = made.get(columns) ?? make(columns)
    made.set(columns, text)
    return text
  }
}

/**
 * Opens the database of a data directory: prepares the directory, takes the lock, applies the migrations.
 * @param onQuery receives each statement that reads
 * @throws Misconfigured if the directory or the database cannot be used, or another daemon holds it
 */
export async function openSqlite(directory: string, tell: Tell, onQuery?: (sql: string) => void) {
  const file = prepareDataDirectory(directory, tell)
  const unlock = await lockDataDirectory(directory)
  try {
    const opened = await openFile({ file, pragmas: PRAGMAS, writePragmas: WRITE_PRAGMAS }, unlock, onQuery)
    return { ...opened, checkRoom: () => checkRoom(directory) }
  } catch (error) {
    await unlock()
    throw explainFailure(error, file)
  }
}

/**
 * Opens an empty database in the memory of this process. All connections and threads reach it by its name; it holds at most
 * 1 GiB, and is gone with the last connection (https://sqlite.org/src/file/src/memdb.c).
 */
export async function openMemory() {
  const file = `file:/${randomUUID()}?vfs=memdb`
  // Between the migrations and the first reader, nothing else would hold it.
  const held = new DatabaseSync(file)
  const opened = await openFile({ file, pragmas: '', writePragmas: '' }, async () => held.close())
  return { ...opened, checkRoom: undefined }
}

/** Where a database is, and what its connections begin with. */
export interface SqliteFile {
  readonly file: string
  readonly pragmas: string
  readonly writePragmas: string
}

/**
 * Opens a database, and brings it up to date.
 * @param unlock runs when it is closed
 * @param onQuery receives each statement that reads
 * @param openThread opens the threads of the connection that writes, and of the reads aside
 */
export async function openFile(
  { file, pragmas, writePragmas }: SqliteFile,
  unlock: () => Promise<void>,
  onQuery?: (sql: string) => void,
  openThread: OpenThread = openWorker,
) {
  const connections = new SqliteAdapterFactory({ file, pragmas })
  const connection = await connections.connect()
  await migrateSqlite(connection).finally(() => connection.dispose())
  // A connection beside Prisma's, for frequent reads, which also run on the event loop.
  const database = new DatabaseSync(file, { ...ROWS, readOnly: true, timeout: READ_PATIENCE })
  const statements = new SqliteStatements(database)
  let aside: Thread | undefined
  return {
    dialect: sqlite,
    reader: openReader(connections, onQuery),
    read: async (statement: Statement) => {
      onQuery?.(statement.sql)
      try {
        return statements.run(statement)
      } catch (error) {
        throw named(error, isAway)
      }
    },
    readAside: async (statement: Statement) => {
      onQuery?.(statement.sql)
      if (!aside || aside.ended()) aside = openThread({ file, pragmas: '', readOnly: true })
      try {
        return (await aside.ask([statement]))[0]!
      } catch (error) {
        throw named(error, isAway)
      }
    },
    rows: { kind: 'sqlite' as const, file },
    connections: [connectSqlite({ file, pragmas: writePragmas }, sqlite.begin, statements, openThread)],
    async release() {
      await aside?.close()
      if (database.isOpen) database.close()
      await unlock()
    },
  }
}

/** Reads fail as `Unavailable` while the file cannot be read. */
function openReader(adapter: SqliteAdapterFactory, onQuery?: (sql: string) => void): PrismaClient {
  const client = new PrismaClient({ adapter, log: onQuery ? [{ emit: 'event', level: 'query' }] : [] })
  if (onQuery) client.$on('query', ({ query }) => onQuery(query))
  const reader = client.$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw named(error, isAway)
        }),
    },
  })
  return asReader(reader)
}
