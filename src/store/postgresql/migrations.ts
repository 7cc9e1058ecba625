import type { Client } from 'pg'
import { HISTORY, historyEntry, historyTable, migrate } from '../migrate.ts'

/** The advisory lock that Prisma's own tools take for the same purpose. */
const LOCK = 72_707_369

/**
 * Brings a PostgreSQL database up to date. Of several daemons that start at once, one does it and the others wait. The lock
 * ends with the connection.
 * @throws Misconfigured as `migrate` does
 */
export async function migratePostgresql(client: Client): Promise<void> {
  await client.query(`SELECT pg_advisory_lock(${LOCK})`)
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS "there"`,
  )
  // If the table exists, the user needs no permission to make tables.
  if (!rows[0]!.there) await client.query(historyTable('TIMESTAMPTZ'))
  await migrate('postgresql', {
    async applied() {
      const history = await client.query<[string, string]>({ text: HISTORY, rowMode: 'array' })
      return new Map(history.rows)
    },
    /** Statements that are sent together are one transaction. */
    async apply(migration) {
      await client.query(`${migration.sql}; ${historyEntry(migration)}`)
    },
  })
}
