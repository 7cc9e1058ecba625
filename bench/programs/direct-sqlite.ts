import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { serve } from '../support/remote.ts'

/**
 * The time that SQLite itself takes for the rows that a daemon stored: the same driver with prepared statements, as durable
 * (WAL, `synchronous=FULL`), in a file with the same tables and indexes, and no parsing, checking or folding.
 */
const api = { open, copy }
export type DirectSqlite = typeof api

let database: DatabaseSyncInstance

/** Makes an empty database by the daemon's own migrations. */
function open({ directory }: { directory: string }): void {
  database = new DatabaseSync(join(directory, 'direct.db'))
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  const migrations = fileURLToPath(new URL('../../prisma/migrations/sqlite/', import.meta.url))
  for (const { name } of readdirSync(migrations, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  ))
    database.exec(readFileSync(join(migrations, name, 'migration.sql'), 'utf8'))
}

type Cells = Record<string, unknown>

/**
 * Writes runs of a daemon's database once more here: of each batch its events, each process they are about and the
 * run, as ingest writes them. Only the transactions are timed.
 * @param batch events of a transaction
 */
function copy({ from, runs, batch }: Copy): { events: number; seconds: number } {
  const source = new DatabaseSync(join(from, 'buildspy.db'), { readOnly: true, readBigInts: true })
  const marks = runs.map(() => '?').join(', ')
  const read = (table: string, order: string) =>
    source.prepare(`SELECT * FROM "${table}" ${order}`).all(...runs) as Cells[]
  const runRows = new Map(read('Run', `WHERE "id" IN (${marks})`).map((row) => [row['id'], row]))
  const processRows = new Map(read('Process', `WHERE "runId" IN (${marks})`).map((row) => [keyOf(row), row]))
  const events = read('Event', `WHERE "runId" IN (${marks}) ORDER BY "receivedAt", "runId", "seq"`)
  source.close()

  const saveRun = upsert('Run', ['id'], runRows.values().next().value!)
  const saveProcess = upsert('Process', ['runId', 'pid', 'startTime'], processRows.values().next().value!)
  const addEvent = database.prepare(insert('Event', events[0]!))
  const write = (rows: readonly Cells[]) => {
    database.exec('BEGIN IMMEDIATE')
    for (const id of new Set(rows.map((row) => row['runId']))) saveRun.run(...Object.values(runRows.get(id)!))
    for (const key of new Set(rows.map(keyOfEvent)))
      if (key) saveProcess.run(...Object.values(processRows.get(key)!))
    for (const row of rows) addEvent.run(...Object.values(row))
    database.exec('COMMIT')
  }
  const began = performance.now()
  for (let at = 0; at < events.length; at += batch) write(events.slice(at, at + batch))
  return { events: events.length, seconds: (performance.now() - began) / 1000 }
}

interface Copy {
  /** The daemon's data directory. */
  readonly from: string
  readonly runs: readonly string[]
  readonly batch: number
}

const keyOf = ({ runId, pid, startTime }: Cells): string => `${runId}/${pid}/${startTime}`
const keyOfEvent = ({ runId, processPid, processStart }: Cells): string | undefined =>
  processPid === null ? undefined : `${runId}/${processPid}/${processStart}`

function insert(table: string, row: Cells): string {
  const columns = Object.keys(row)
  return `INSERT INTO "${table}" (${columns.map((name) => `"${name}"`).join(', ')})
    VALUES (${columns.map(() => '?').join(', ')})`
}

function upsert(table: string, key: readonly string[], row: Cells) {
  const rest = Object.keys(row).filter((name) => !key.includes(name))
  return database.prepare(`${insert(table, row)} ON CONFLICT (${key.map((name) => `"${name}"`).join(', ')})
    DO UPDATE SET ${rest.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`)
}

serve(api)
