import type { RunPredictionQueryVariables } from '../../gql/graphql.ts'
import type { ProcessRows } from '../processes/process-rows.ts'

/** What the reader asks of a prediction, as typed; the empty string leaves something as it was. */
export interface TypedChanges {
  readonly jobs: string
  readonly cores: string
  /** A pid, a name or a pattern, as `Run.predict` takes it. */
  readonly without: string
  /** Likewise, of processes that are twice as fast. */
  readonly faster: string
}

export type AskedChanges = Omit<RunPredictionQueryVariables, 'id'>

const TWICE = 2

/** The changes for the graph; null if nothing is to change. A number that is none is left to the graph's own words. */
export function changesOf({ jobs, cores, without, faster }: TypedChanges): AskedChanges | null {
  const changes = {
    ...(jobs.trim() && { jobs: Math.trunc(Number(jobs)) || 0 }),
    ...(cores.trim() && { cores: Math.trunc(Number(cores)) || 0 }),
    ...(without.trim() && { without: [without.trim()] }),
    ...(faster.trim() && { faster: [{ process: faster.trim(), factor: TWICE }] }),
  }
  return Object.keys(changes).length ? changes : null
}

/** A text that means one process in a prediction: its pid, or its row if another process had the same pid. O(n). */
export function textFor({ count, pid }: ProcessRows, row: number): string {
  for (let other = 0; other < count; other++) if (other !== row && pid[other] === pid[row]) return `#${row}`
  return String(pid[row])
}
