import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'

/** The one source of the models: a Prisma schema for SQLite. */
export const SCHEMA = 'prisma/schema.prisma'

/** The directories of a database's schema and its migrations. */
export const PROVIDERS = {
  sqlite: { schema: SCHEMA, migrations: 'prisma/migrations/sqlite' },
  postgresql: { schema: 'src/generated/postgresql.prisma', migrations: 'prisma/migrations/postgresql' },
}

/** @typedef {keyof typeof PROVIDERS} Provider */

/** Writes the schema of PostgreSQL from that of SQLite. @returns {Promise<string>} its text */
export async function renderPostgresql() {
  const { schema } = PROVIDERS.postgresql
  const rendered = (await readFile(SCHEMA, 'utf8'))
    // No foreign keys: docs/adr/0007-copy-and-two-connections.md.
    .replace('"sqlite"', '"postgresql"\n  relationMode = "prisma"')
    .replace('"../src/generated/sqlite"', '"./postgresql"')
    // 16 bytes instead of 37 in every row and every index.
    .replace(/^( +(?:id|runId) +String)\b/gm, '$1 @db.Uuid')
  await mkdir(dirname(schema), { recursive: true })
  await writeFile(schema, rendered)
  return rendered
}
