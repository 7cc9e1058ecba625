import { PRESENT } from '../predicates.ts'
import type { Store } from '../store.ts'
import { unwrapped } from './lookup.ts'
import type { RunRow } from '../../domain/model.ts'

/** Most earlier runs of a run. */
const MOST = 50
/** Most different commands and directories that one read looks for. */
const MOST_KINDS = 500
/** Most rows that one read may take. */
const MOST_ROWS = 5000

/**
 * The earlier runs of each run: of the same command in the same directory, newest first, at most 50. One statement
 * for all of them; it looks at no more than 5,000 runs, so that of very many different ones some get fewer.
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

/** The place of the first run that began before a time. @param rows newest first */
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
