import { parse } from 'graphql'

/** What each route asks of the graph; aliases give the names of the API reference. */
const RUN = `fragment RunFields on Run {
  id
  command
  args
  start_time: startTime
  end_time: endTime
  status
  exit_code: exitCode
  working_dir: workingDir
  process_count: processCount
  duration
}`

export const RUNS = parse(`query Runs($search: String, $first: Int!, $after: String) {
  page: runs(search: $search, status: [running, completed, failed], first: $first, after: $after) {
    nodes { ...RunFields }
    pageInfo { hasNextPage endCursor }
  }
} ${RUN}`)

/** By pages, so that the list is whole however many builds run. */
export const LIVE_RUNS = parse(`query LiveRuns($first: Int!, $after: String) {
  page: runs(status: [running_live], first: $first, after: $after) {
    nodes { ...RunFields }
    pageInfo { hasNextPage endCursor }
  }
} ${RUN}`)

export const RUN_BY_ID = parse(`query RunById($id: UUID!) { run(id: $id) { ...RunFields } } ${RUN}`)

export const EVENTS = parse(`query Events($id: UUID!, $first: Int!, $after: String) {
  run(id: $id) {
    page: events(first: $first, after: $after) {
      nodes { line }
      pageInfo { hasNextPage endCursor }
    }
  }
}`)

export const PROCESSES = parse(`query Processes($id: UUID!, $first: Int!, $after: String) {
  run(id: $id) {
    page: processes(first: $first, after: $after) {
      nodes {
        build_run_id: runId
        pid
        ppid
        name
        cmdline: commandLine
        start_time: startTime
        end_time: endTime
        cpu_usage: cpuUsage
        mem_usage: memory
        status
        children: childPids
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`)

export const STATS = parse(`query Stats {
  stats {
    total_runs: totalRuns
    live_builds: liveBuilds
    by_status: byStatus { status count }
    oldest_run: oldestRun
    newest_run: newestRun
  }
}`)

export const DELETE_RUNS = parse(`mutation DeleteRuns($ids: [ID!]!) {
  outcome: deleteRuns(ids: $ids) {
    deleted
    totalRequested
    errors { code message }
  }
}`)

export const WS_INITIAL = parse(`query Initial($first: Int!) {
  liveRuns { ...RunFields }
  runs(status: [running, completed, failed], first: $first) { nodes { ...RunFields } }
} ${RUN}`)

export const WS_LIVE = parse(`subscription Live { batch: liveEvents { events { line } } }`)

export const WS_RUN_EXISTS = parse(`query Exists($id: UUID!) { run(id: $id) { id } }`)

export const WS_RUN = parse(`subscription Run($id: UUID!) {
  batch: runEvents(runId: $id) { events { line } }
}`)
