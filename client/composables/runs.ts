import { graphql } from '../gql/index.ts'
import type { ListedRunFragment, RunRowFragment } from '../gql/graphql.ts'

/** A run as lists show it. */
export type RunRow = RunRowFragment

/** A run with what its earlier runs say of it. */
export type ListedRun = ListedRunFragment

graphql(`
  fragment RunRow on Run {
    id
    commandLine
    workingDir
    startTime
    endTime
    status
    exitCode
    duration
    processCount
    runningProcesses
    cpuTime
    peakMemory
    host
    cores
  }
`)

graphql(`
  fragment ListedRun on Run {
    ...RunRow
    history {
      change
      regression
      usual {
        median
      }
    }
  }
`)

/** A page of runs, newest first. */
export const RUNS = graphql(`
  query Runs($search: String, $status: [RunStatus!], $first: Int!, $after: String) {
    runs(search: $search, status: $status, order: newest, first: $first, after: $after) {
      nodes {
        ...ListedRun
      }
      totalCount
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`)

/** The builds that run. */
export const LIVE_RUNS = graphql(`
  query LiveRuns {
    liveRuns {
      ...ListedRun
    }
  }
`)

/** Runs as they begin, change and go. */
export const RUNS_CHANGED = graphql(`
  subscription RunsChanged {
    runsChanged {
      runs {
        ...ListedRun
      }
      deleted
    }
  }
`)

/** What a list of runs is narrowed to. */
export interface RunFilter {
  readonly search: string
  readonly status: RunRow['status'] | null
}

/** Whether a run belongs to a filtered list: the same rule as the server's, for rows that come by subscription. */
export function matches(run: RunRow, { search, status }: RunFilter): boolean {
  if (status && run.status !== status) return false
  return `${run.commandLine}\n${run.workingDir}`.toLowerCase().includes(search.toLowerCase())
}

/** Whether a build is being heard from. */
export const isLive = (run: { readonly status: RunRow['status'] }): boolean => run.status === 'running_live'

const newestFirst = (a: RunRow, b: RunRow): number =>
  Date.parse(b.startTime) - Date.parse(a.startTime) || (a.id < b.id ? 1 : -1)

/** Puts a changed run into a list: in its place, or by its start if it is new; takes it out if it left the filter. */
export function place<Run extends RunRow>(list: readonly Run[], run: Run, belongs: boolean): readonly Run[] {
  const at = list.findIndex(({ id }) => id === run.id)
  if (!belongs) return at < 0 ? list : list.toSpliced(at, 1)
  if (at >= 0) return list.with(at, run)
  return [...list, run].sort(newestFirst)
}
