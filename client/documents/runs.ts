import { graphql } from '../gql/index.ts'

graphql(`
  fragment RunRow on Run {
    id
    commandLine(most: 300)
    workingDir
    startTime
    endTime
    status
    outcome
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
    labels {
      name
      value
    }
    history {
      change
      regression
      usual {
        median
      }
    }
  }
`)

/** A page of runs. */
export const RUNS = graphql(`
  query Runs(
    $words: String
    $status: [RunStatus!]
    $outcome: [RunOutcome!]
    $order: RunOrder!
    $first: Int!
    $after: String
  ) {
    runs(words: $words, status: $status, outcome: $outcome, order: $order, first: $first, after: $after) {
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
    runs(status: [running_live], first: 200) {
      nodes {
        ...ListedRun
      }
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
