import { statSync } from 'node:fs'
import { DatabaseSync } from '@photostructure/sqlite'

/** The tables of a run, with the column that names it. */
const TABLES = [
  ['Run', 'id'],
  ['Process', 'runId'],
  ['Event', 'runId'],
] as const

/**
 * Copies the runs of a database under new ids until its file has so many bytes: faster than ingest, for benches of
 * large databases. No daemon may have it open.
 */
export function multiplyRuns(file: string, bytes: number): void {
  const database = new DatabaseSync(file, { returnArrays: true })
  const runs = database.prepare('SELECT "id" FROM "Run"').all() as [string][]
  const copies = TABLES.map(([table, id]) => {
    const columns = (
      database.prepare(`SELECT name FROM pragma_table_info('${table}')`).all() as [string][]
    ).flat()
    const names = columns.map((name) => `"${name}"`).join(', ')
    const values = columns.map((name) => (name === id ? '@copy' : `"${name}"`)).join(', ')
    return database.prepare(
      `INSERT INTO "${table}" (${names}) SELECT ${values} FROM "${table}" WHERE "${id}" = @run`,
    )
  })
  const copy = (run: string, round: number) => {
    const id = round.toString(16).padStart(8, '0') + run.slice(8)
    database.exec('BEGIN')
    for (const statement of copies) statement.run({ run, copy: id })
    database.exec('COMMIT')
  }
  for (let round = 1; statSync(file).size < bytes; round++) {
    for (const [run] of runs) copy(run, round)
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
  database.close()
}
