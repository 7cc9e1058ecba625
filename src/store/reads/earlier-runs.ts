import { PRESENT } from '../predicates.ts'
import type { Store } from '../store.ts'
import { unwrapped } from './lookup.ts'
import type { RunRow } from '../../domain/model.ts'

/** Most earlier runs of a run. */
const MOST = 50
/** Commands and directories in one read, at most. */
const MOST_KINDS = 500
/** Rows of one read, at most. */
const MOST_ROWS = 5000

/**
 * The earlier runs of each run: those of the same command in the same directory, newest first, at most 50. One statement reads
 * them for all runs, and at most 5,000 rows, so among very many different runs some get fewer.
 */
export async function earlierRuns({ reader }: Store, runs: readonly RunRow[]): Promise<RunRow[][]> {
  const kinds = [...new Set(runs.map((run) => run.kind))].slice(0, MOST_KINDS)
  const latest = runs.reduce((time, run) => (run.startTime > time ? run.startTime : time), runs[0]!.startTime)
  const found = await reader.run.findMany({
    where: { kind: { in: kinds }, startTime: { lt: latest }, ...PRESENT },
    orderBy: [{ startTime: 'desc' }, { id: 'desc' }],
    take: Math.min(MOST_ROWS, kinds.length * MOST * 2),
  })
  const newestFirst = new Map<string, RunRow[]>(kinds.map((kind) => [kind, []]))
  for (const run of found as RunRow[]) newestFirst.get(run.kind)!.push(unwrapped(run))
  return runs.map((run) => {
    const rows = newestFirst.get(run.kind) ?? []
    const first = firstBefore(rows, run.startTime)
    return rows.slice(first, first + MOST)
  })
}

/** The index of the first run that began before a time. */
function firstBefore(rows: readonly RunRow[], time: bigint): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (rows[middle]!.startTime < time) high = middle
    else low = middle + 1
  }
  return low
}
