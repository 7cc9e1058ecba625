import { join } from 'node:path'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import { serve } from '../support/remote.ts'

/** SQLite's own JSON of the rows of a run: one statement, whose text is the answer. */
const api = { open, events, eventsWithProcesses }
export type SqliteJson = typeof api

let database: DatabaseSyncInstance

/** Opens a daemon's database beside it. */
function open({ data }: { data: string }): void {
  database = new DatabaseSync(join(data, 'buildspy.db'), { readOnly: true, returnArrays: true })
}

/** Nanoseconds as RFC 3339. */
const time = (column: string) =>
  `strftime('%Y-%m-%dT%H:%M:%S', ${column} / 1000000000, 'unixepoch') || printf('.%09dZ', ${column} % 1000000000)`

/** The response of `GET /api/runs/{id}/events`. */
function events({ run }: { run: string }): Answer {
  return answer(
    `SELECT json_group_array(json_object('id', "id", 'build_run_id', "runId", 'timestamp', ${time('"timestamp"')},
      'type', "type", 'process', json("snapshot")))
     FROM (SELECT * FROM "Event" WHERE "runId" = ? ORDER BY "timestamp", "seq")`,
    run,
  )
}

/** A run's events, each with its process (`nested.ts` asks the graph for the same fields). */
function eventsWithProcesses({ run }: { run: string }): Answer {
  return answer(
    `SELECT json_object('id', "id", 'command', "command", 'events', (
      SELECT json_group_array(json_object('seq', "seq", 'type', "type", 'timestamp', ${time('"timestamp"')}, 'process',
        json_object('pid', "pid", 'ppid', "ppid", 'name', "name", 'commandLine', "cmdline",
          'startTime', ${time('"startTime"')}, 'endTime', ${time('"endTime"')}, 'status', "status",
          'exitCode', "exitCode", 'peakMemory', "peakMemory")))
      FROM (SELECT e."seq", e."type", e."timestamp", p.* FROM "Event" e
        LEFT JOIN "Process" p ON p."runId" = e."runId" AND p."pid" = e."processPid" AND p."startTime" = e."processStart"
        WHERE e."runId" = "Run"."id" ORDER BY e."timestamp", e."seq")))
     FROM "Run" WHERE "id" = ?`,
    run,
  )
}

interface Answer {
  readonly ms: number
  readonly bytes: number
}

function answer(sql: string, run: string): Answer {
  const statement = database.prepare(sql)
  const began = performance.now()
  const [text] = statement.get(run) as [string]
  return { ms: performance.now() - began, bytes: text.length }
}

serve(api)
