import { PrismaPg } from '@prisma/adapter-pg'
import { Client, Pool, type ClientConfig } from 'pg'
import type { PrismaClient as SqliteClient } from '../../generated/sqlite/client.ts'
import { Prisma, PrismaClient } from '../../generated/postgresql/client.ts'
import type { Read } from '../connection.ts'
import { listOf, namesOf, replacing, valuesOf, type Columns, type Dialect, type Kind } from '../dialect.ts'
import { connectPostgresql } from './connection.ts'
import { copying } from './copy.ts'
import { named } from '../away.ts'
import { PostgresqlClients } from './clients.ts'
import { explainFailure, isAway } from './failures.ts'
import { migratePostgresql } from './migrations.ts'
import { createPing } from './ping.ts'
import { Pulse } from '../pulse.ts'
import { asReader } from '../reader.ts'

/** Times in milliseconds. If a daemon hangs while it holds a run for longer, the server gives the run to the others. */
const CONNECTION: ClientConfig = {
  application_name: 'buildspyd',
  connectionTimeoutMillis: 4000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  idle_in_transaction_session_timeout: 4000,
  lock_timeout: 8000,
  statement_timeout: 10_000,
}

/** Time that a read may take if the server's own limit has not ended it, in milliseconds. */
const READ_TIMEOUT = 12_000

/** Connections that read, and that write. */
const READERS = 10
const WRITERS = 2

const TYPES: Record<Kind, string> = {
  uuid: 'uuid',
  text: 'text',
  whole: 'integer',
  count: 'bigint',
  large: 'bigint',
  unsigned: 'bigint',
  real: 'double precision',
  bytes: 'bytea',
}

/** An element of a JSON list, as the value of its column. */
const valueOf = (kind: Kind, index: number): string =>
  kind === 'text' ? `value ->> ${index}` : `(value ->> ${index})::${TYPES[kind]}`

/**
 * PostgreSQL. New rows come by COPY, and changed ones as one JSON parameter: a list of lists, in the order of the columns.
 * Several connections write. Each locks the rows of its runs from before it reads them until its COMMIT, so it reads whole
 * runs, and the sequences of a run are committed in their order.
 */
const postgresql: Dialect = {
  begin: 'BEGIN',
  // The other connection keeps the server busy, and in parts a batch costs a third more, because each part updates the runs.
  part: Infinity,
  claim: (runIds) => [
    {
      // In one order, so that two daemons do not wait for each other.
      sql: 'SELECT 1 FROM "Run" WHERE "id" = ANY ($1::uuid[]) ORDER BY "id" FOR UPDATE',
      parameters: [`{${runIds.join(',')}}`],
    },
  ],
  /** Another inserted the run first (23505), or two waited for each other (40P01, 40001). */
  isRace: (error) => ['23505', '40P01', '40001'].includes((error as { code?: string }).code ?? ''),
  upsert: (columns, rows) => ({
    sql: `${inserting(columns)} ${replacing(columns)}`,
    parameters: [rowsAsJson(columns, rows)],
  }),
  insert: copying,
  lookup(columns, key) {
    const wanted = key.map((name, index) => `${valueOf(columns.kinds[name]!, index)} AS "${name}"`)
    const matches = key.map((name) => `"${columns.table}"."${name}" = wanted."${name}"`)
    // OFFSET makes the planner use the index. The planner does not know the size of the JSON, and would read the whole table.
    return `SELECT found.* FROM (SELECT ${wanted.join(', ')} FROM jsonb_array_elements($1::jsonb)) wanted
      CROSS JOIN LATERAL (SELECT ${listOf(namesOf(columns))} FROM "${columns.table}"
        WHERE ${matches.join(' AND ')} OFFSET 0) found`
  },
  // Without statistics of a table, the planner expects fewer rows of two bounds than of an equality.
  bounded: (column) => `(${column} + 0)`,
  pages: ({ wanted, table, selected, where, order, limit, most }) =>
    `SELECT w."n", t.* FROM ${wanted} w CROSS JOIN LATERAL
      (SELECT ${selected('i')} FROM "${table}" i WHERE ${where} ORDER BY ${order} LIMIT ${limit}) t
      LIMIT ${most}`,
  remove: ({ table, kinds }, key) => `DELETE FROM "${table}" WHERE "${key}" IN
    (SELECT value::${TYPES[kinds[key]!]} FROM jsonb_array_elements_text($1::jsonb))`,
  clock: 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8',
  contains: { read: contains, indexed: contains },
  given: (kinds) =>
    `(SELECT ${kinds.map((kind, n) => `${valueOf(kind, n)} AS "c${n}"`).join(', ')} FROM jsonb_array_elements($1::jsonb))`,
  join: (number) => `string_agg((${number})::text, ',')`,
}

function inserting(columns: Columns): string {
  const values = Object.values(columns.kinds).map(valueOf)
  return `INSERT INTO "${columns.table}" (${listOf(namesOf(columns))})
    SELECT ${values.join(', ')} FROM jsonb_array_elements($1::jsonb)`
}

/** By an index of trigrams, if the planner prefers it. No text in the database contains a NUL, and PostgreSQL accepts none. */
function contains(text: string) {
  if (text.includes('\0')) return Prisma.sql`false`
  return Prisma.sql`"text" LIKE ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`
}

/** Rows as JSON, each a list in the order of the columns; a `bigint` is text, whole. */
function rowsAsJson(columns: Columns, rows: readonly object[]): string {
  const width = namesOf(columns).length
  const values = valuesOf(columns, rows).map((value) => (typeof value === 'bigint' ? String(value) : value))
  return JSON.stringify(rows.map((_, row) => values.slice(row * width, (row + 1) * width)))
}

/**
 * Opens a PostgreSQL database, and brings it up to date.
 * @param onQuery receives each statement that reads
 * @throws Misconfigured with advice; its message contains no password
 */
export async function openPostgresql(connectionString: string, onQuery?: (sql: string) => void) {
  const config = { ...CONNECTION, connectionString }
  const clients = new PostgresqlClients()
  const client = new Client({ ...config, lock_timeout: 0, statement_timeout: 0 })
  clients.add(client)
  try {
    await client.connect()
    await migratePostgresql(client)
  } catch (error) {
    throw explainFailure(error, client)
  } finally {
    await client.end().catch(() => {})
  }
  const pool = new Pool({ ...config, max: READERS, query_timeout: READ_TIMEOUT })
  pool.on('connect', (reader: Client) => clients.add(reader))
  // The error of an idle connection, which has left the pool already.
  pool.on('error', () => {})
  const ping = createPing(config, clients)
  await ping()
  const pulse = new Pulse(ping, () => clients.drop())
  const watched = <T>(work: () => Promise<T>): Promise<T> =>
    pulse.watch(work).catch((error: unknown) => {
      throw named(error, isAway)
    })
  const read: Read = async ({ sql, parameters }) => {
    onQuery?.(sql)
    const query = { text: sql, values: [...parameters], rowMode: 'array' as const }
    return (await watched(() => pool.query<unknown[]>(query))).rows
  }
  return {
    dialect: postgresql,
    reader: openReader(pool, watched, onQuery),
    read,
    readAside: read,
    rows: { kind: 'postgresql' as const, config },
    connections: Array.from({ length: WRITERS }, () =>
      connectPostgresql(config, postgresql.begin, clients, pulse),
    ),
    // Its disk is another machine's.
    checkRoom: undefined,
    async release() {
      pulse.stop()
      if (!pool.ending) await pool.end()
      await clients.close()
    },
  }
}

/** Reads fail as `Unavailable` while the database is away. */
function openReader(
  pool: Pool,
  watched: <T>(work: () => Promise<T>) => Promise<T>,
  onQuery?: (sql: string) => void,
): SqliteClient {
  const client = new PrismaClient({
    adapter: new PrismaPg(pool),
    log: onQuery ? [{ emit: 'event', level: 'query' }] : [],
  })
  if (onQuery) client.$on('query', ({ query }) => onQuery(query))
  const reader = client.$extends({
    query: { $allOperations: ({ args, query }) => watched(() => query(args)) },
  })
  return asReader(reader)
}
