import { HISTORY, historyEntry, historyTable, migrate } from '../migrate.ts'

/** The part of Prisma's driver adapter that a migration needs. */
interface Connection {
  executeScript(sql: string): Promise<void>
  queryRaw(query: { sql: string; args: unknown[]; argTypes: never[] }): Promise<{ rows: unknown[][] }>
}

/**
 * Brings a SQLite database up to date. Meanwhile foreign keys are off, because Prisma's migrations rebuild tables and SQLite
 * ignores the pragma inside a transaction. They are checked before the commit.
 * @throws Misconfigured as `migrate` does
 */
export async function migrateSqlite(connection: Connection): Promise<void> {
  const query = async (sql: string) => (await connection.queryRaw({ sql, args: [], argTypes: [] })).rows
  await connection.executeScript(historyTable('DATETIME'))
  await migrate('sqlite', {
    applied: async () => new Map((await query(HISTORY)) as [string, string][]),
    async apply(migration) {
      await connection.executeScript('PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
      try {
        await connection.executeScript(migration.sql)
        const broken = await query('PRAGMA foreign_key_check')
        if (broken.length)
          throw new Error(`migration ${migration.name} leaves ${broken.length} rows without their parent`)
        await connection.executeScript(`${historyEntry(migration)}; COMMIT`)
      } catch (error) {
        await connection.executeScript('ROLLBACK')
        throw error
      } finally {
        await connection.executeScript('PRAGMA foreign_keys = ON')
      }
    },
  })
}
