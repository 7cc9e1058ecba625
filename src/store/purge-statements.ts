import { DELETED_SQL } from './predicates.ts'
import type { Statement } from './connection.ts'

/** Parts of files in a step, at most: each may fill some ten pages of the database. */
const FILE_PARTS = 50

/**
 * The statements of a step: events, which refer to processes, before these, and the run itself last.
 * @param most rows of a table
 * @returns statements of which the last selects the run, if it is left
 */
export function purgeStatements(id: string, most: number): Statement[] {
  const events = `SELECT 1 FROM "Event" WHERE "runId" = `
  const sql = [
    `DELETE FROM "Event" WHERE "runId" = $1
      AND "seq" < (SELECT min("seq") + ${most} FROM "Event" WHERE "runId" = $2)`,
    `DELETE FROM "FilePart" WHERE "runId" = $1
      AND "part" IN (SELECT "part" FROM "FilePart" WHERE "runId" = $2 ORDER BY "part" LIMIT ${FILE_PARTS})`,
    `DELETE FROM "Process" WHERE "runId" = $1
      AND ("pid", "startTime") IN (SELECT "pid", "startTime" FROM "Process" WHERE "runId" = $2 LIMIT ${most})
      AND NOT EXISTS (${events}$3)`,
    `DELETE FROM "MachineSample" WHERE "runId" = $1
      AND "time" IN (SELECT "time" FROM "MachineSample" WHERE "runId" = $2 LIMIT ${most})`,
    `DELETE FROM "Run" WHERE "id" = $1 AND ${DELETED_SQL} AND NOT EXISTS (${events}$2)
      AND NOT EXISTS (SELECT 1 FROM "Process" WHERE "runId" = $3)
      AND NOT EXISTS (SELECT 1 FROM "MachineSample" WHERE "runId" = $4)
      AND NOT EXISTS (SELECT 1 FROM "FilePart" WHERE "runId" = $5)`,
    `SELECT 1 FROM "Run" WHERE "id" = $1 AND ${DELETED_SQL}`,
  ]
  return sql.map((text) => ({
    sql: text,
    parameters: Array(text.match(/\$\d/g)!.length).fill(id) as string[],
  }))
}
