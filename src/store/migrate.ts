import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Misconfigured } from '../errors.ts'
import { PACKAGE_ROOT } from '../package-root.ts'

/** A step of a database's schema, as Prisma keeps it: prisma/migrations/PROVIDER/NAME/migration.sql. */
export interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

/** A database that migrations can be applied to. */
export interface Migratable {
  /** The checksums of the applied migrations, by name. */
  applied(): Promise<ReadonlyMap<string, string>>
  /** Applies one, and enters it in the history: all of it or nothing. */
  apply(migration: Migration): Promise<void>
}

/**
 * Applies the migrations that a database lacks.
 * @throws Misconfigured if the database was made by a newer BuildSpy, or a migration was edited after it was applied
 */
export async function migrate(provider: 'sqlite' | 'postgresql', database: Migratable): Promise<void> {
  const applied = await database.applied()
  const migrations = readMigrations(provider)
  for (const name of applied.keys()) {
    if (!migrations.some((migration) => migration.name === name))
      throw new Misconfigured(
        `The database was made by a newer BuildSpy (migration ${name}). Update BuildSpy.`,
      )
  }
  for (const migration of migrations) {
    const checksum = applied.get(migration.name)
    if (checksum === undefined) await database.apply(migration)
    else if (checksum !== migration.checksum)
      throw new Misconfigured(`The migration ${migration.name} has changed since it was applied.`)
  }
}

/** Prisma's own history table, so that Prisma's tools can read it. */
export const historyTable = (time: string): string => `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" ${time},
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" ${time},
  "started_at" ${time} NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/** Reads names and checksums from it. */
export const HISTORY = 'SELECT "migration_name", "checksum" FROM "_prisma_migrations"'

/** Enters a migration in it. */
export function historyEntry({ name, checksum }: Migration): string {
  const now = new Date().toISOString()
  return `INSERT INTO "_prisma_migrations"
    ("id", "checksum", "migration_name", "started_at", "finished_at", "applied_steps_count")
    VALUES ('${randomUUID()}', '${checksum}', '${name}', '${now}', '${now}', 1)`
}

function readMigrations(provider: string): Migration[] {
  const directory = new URL(`prisma/migrations/${provider}/`, PACKAGE_ROOT)
  return readdirSync(fileURLToPath(directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const sql = readFileSync(new URL(`${name}/migration.sql`, directory), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
}
