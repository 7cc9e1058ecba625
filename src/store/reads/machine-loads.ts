import type { Store } from '../store.ts'

/**
 * How many cores other programs had during runs, on average: what was busy or stolen, less the build's. One statement.
 * @param ids of at most some hundred runs
 * @returns by id; a run that nobody sampled is left out
 */
export async function machineLoads(
  { readAside }: Pick<Store, 'readAside'>,
  ids: readonly string[],
): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const places = ids.map((_, at) => `$${at + 1}`).join(', ')
  const sql = `SELECT "runId", CAST(SUM("busy" + "steal" - "build") AS DOUBLE PRECISION),
    CAST(SUM("interval") AS DOUBLE PRECISION)
    FROM "MachineSample" WHERE "runId" IN (${places}) GROUP BY "runId"`
  const rows = await readAside({ sql, parameters: [...ids] })
  return new Map(
    rows.map(([id, others, length]) => [
      String(id),
      Number(length) > 0 ? Math.max(0, Number(others) / Number(length)) : 0,
    ]),
  )
}
