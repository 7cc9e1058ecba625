import { keysParameter } from '../dialect.ts'
import { broodsOf, OTHERS } from './broods.ts'
import type { Source } from './lookup.ts'
import type { Aside } from './pages.ts'

/** A process that ended; times are nanoseconds since 1970. */
export type EndedKey = readonly [runId: string, pid: number, startTime: bigint, endTime: bigint]

/** A child, cut to the life of its parent. */
const CUT = `SELECT CASE WHEN c."startTime" < w."c5" THEN w."c5" ELSE c."startTime" END AS "from",
    CASE WHEN c."endTime" < w."c6" THEN c."endTime" ELSE w."c6" END AS "to"
  FROM "Process" c
  WHERE c."runId" = w."c1" AND c."ppid" = w."c2" AND c."startTime" BETWEEN w."c3" AND w."c4" AND ${OTHERS}`

/** What a child adds to the time that those before it cover. */
const COVERED = `SELECT sum(CASE WHEN "to" <= "from" OR "to" <= "covered" THEN 0
    WHEN "covered" > "from" THEN "to" - "covered" ELSE "to" - "from" END)
  FROM (SELECT "from", "to", max("to") OVER (ORDER BY "from", "to" ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS "covered"
    FROM (${CUT}) cut) life`

/**
 * How long each of many processes had a living child, in nanoseconds. Children are those of `readChildPids`. A constant number of
 * statements; they look at every child, so they run aside.
 */
export async function readChildTimes(
  source: Source & Aside,
  parents: readonly EndedKey[],
): Promise<number[]> {
  const times = parents.map(() => 0)
  const places = parents.map(([runId, pid, startTime]) => ({ runId, pid, startTime }))
  const broods = await broodsOf(source, places)
  if (!broods.length) return times
  const sql = `SELECT w."c0", (${COVERED})
    FROM ${source.dialect.given(['whole', 'uuid', 'whole', 'large', 'large', 'large', 'large'])} w`
  const keys = broods.map(
    ({ row, runId, pid, startTime, low, high }) =>
      [row, runId, pid, low, high, startTime, parents[row]![3]] as const,
  )
  for (const [row, time] of await source.readAside({ sql, parameters: [keysParameter(keys)] }))
    times[Number(row)] = Number(time ?? 0)
  return times
}
