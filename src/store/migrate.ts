import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Misconfigured } from '../errors.ts'

/** A connection that runs scripts: what Prisma's driver adapters give. */
interface Connection {
  executeScript(sql: string): Promise<void>
  queryRaw(query: { sql: string; args: unknown[]; argTypes: never[] }): Promise<{ rows: unknown[][] }>
}

/** Prisma's own history table, so that its tools can read what was applied. */
const HISTORY = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

/**
 * Applies the migrations that a database lacks, each in a transaction with its entry in the history: all of it
 * or nothing. Foreign keys are off meanwhile, since Prisma's migrations rebuild tables and SQLite ignores the pragma
 * inside a transaction; they are checked before the commit.
 * @throws Misconfigured if the database was made by a newer BuildSpy, or a migration was edited after it was applied
 */
export async function migrate(connection: Connection, provider: 'sqlite'): Promise<void> {
  await connection.executeScript(HISTORY)
  const applied = new Map(
    (await query(connection, 'SELECT "migration_name", "checksum" FROM "_prisma_migrations"')) as [
      string,
      string,
    ][],
  )
  const migrations = readMigrations(provider)
  for (const name of applied.keys()) {
    if (!migrations.some((migration) => migration.name === name))
      throw new Misconfigured(
        `The database was made by a newer BuildSpy (migration ${name}). Update BuildSpy.`,
      )
  }
  for (const { name, sql, checksum } of migrations) {
    if (applied.get(name) === checksum) continue
    if (applied.has(name)) throw new Misconfigured(`The migration ${name} has changed since it was applied.`)
    await apply(connection, name, sql, checksum)
  }
}

async function apply(connection: Connection, name: string, sql: string, checksum: string): Promise<void> {
  await connection.executeScript('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
  try {
    await connection.executeScript(sql)
    const broken = await query(connection, 'PRAGMA foreign_key_check')
    if (broken.length) throw new Error(`migration ${name} leaves ${broken.length} rows without their parent`)
    const now = new Date().toISOString()
    await connection.executeScript(
      `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
       VALUES ('${randomUUID()}', '${checksum}', '${name}', '${now}', '${now}', 1); COMMIT`,
    )
  } catch (error) {
    await connection.executeScript('ROLLBACK')
    throw error
  } finally {
    await connection.executeScript('PRAGMA foreign_keys = ON')
  }
}

const query = async (connection: Connection, sql: string): Promise<unknown[][]> =>
  (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows

function readMigrations(provider: string) {
  const directory = new URL(`../../prisma/migrations/${provider}/`, import.meta.url)
  return readdirSync(fileURLToPath(directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(new URL(`${name}/migration.sql`, directory), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
