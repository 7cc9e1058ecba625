import type { Store } from './open.ts'
import { unwrapped } from './lookup.ts'
import type { RunRow } from './rows.ts'

/** Most earlier runs of a run. */
const MOST = 50
/** Most rows that one read may take. */
const MOST_ROWS = 5000

/**
 * The earlier runs of each run: of the same command in the same directory, newest first, at most 50. One statement
 * for all of them; it looks at no more than 5,000 runs, so that of very many different ones some get fewer.
 */
export async function earlierRuns({ reader }: Store, runs: readonly RunRow[]): Promise<RunRow[][]> {
  const kinds = [...new Set(runs.map((run) => run.kind))]
  const latest = runs.reduce((time, run) => (run.startTime > time ? run.startTime : time), runs[0]!.startTime)
  const found = await reader.run.findMany({
    where: { kind: { in: kinds }, startTime: { lt: latest }, status: { not: 'deleted' } },
    orderBy: [{ startTime: 'desc' }, { id: 'desc' }],
    take: Math.min(MOST_ROWS, kinds.length * MOST * 2),
  })
  const rows = (found as RunRow[]).map(unwrapped)
  return runs.map((run) =>
    rows.filter((row) => row.startTime < run.startTime && row.kind === run.kind).slice(0, MOST),
  )
}
