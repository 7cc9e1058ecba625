import { graphql } from '../../gql/rest/gql.ts'
import type { RunFieldsFragment } from '../../gql/rest/graphql.ts'
import { defineListRoute, defineRoute, noSuchRun } from '../define-route.ts'
import { documentOf } from '../graph.ts'
import { idOf, limitOf, textOf } from '../input.ts'
import { print } from '../print.ts'

/** A run by the names of the API reference. */
graphql(`
  fragment RunFields on Run {
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
  }
`)

/** The API reference has whole milliseconds. */
export const runOf = (run: RunFieldsFragment) => ({
  ...run,
  duration: run.duration === null ? null : Math.round(run.duration),
})

export const LIST_RUNS = defineListRoute({
  method: 'GET',
  path: '/api/runs',
  access: 'read',
  operation: 'listRuns',
  summary: 'Runs that are not live, newest first',
  query: {
    search: {
      description: 'Literal text in the command line or the working directory, ignoring case',
      schema: { type: 'string' },
    },
    limit: {
      description: 'The maximum number of runs',
      schema: { type: 'integer', minimum: 1, default: 50 },
    },
  },
  answer: 'BuildRuns',
  document: documentOf(
    graphql(`
      query Runs($search: String, $first: Int!, $after: String) {
        page: runs(search: $search, status: [running, completed, failed], first: $first, after: $after) {
          nodes {
            ...RunFields
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    `),
  ),
  variables: ({ query }, page) => ({ search: textOf(query, 'search'), ...page }),
  limit: limitOf,
  page: ({ page }) => page,
  text: (run) => print(runOf(run)),
})

/** Read by pages, so that the list is complete however many builds run. */
export const LIST_LIVE_RUNS = defineListRoute({
  method: 'GET',
  path: '/api/live',
  access: 'read',
  operation: 'listLiveRuns',
  summary: 'All live runs, newest first',
  answer: 'BuildRuns',
  document: documentOf(
    graphql(`
      query LiveRuns($first: Int!, $after: String) {
        page: runs(status: [running_live], first: $first, after: $after) {
          nodes {
            ...RunFields
          }
          pageInfo {
            hasNextPage
            endCursor
          }
        }
      }
    `),
  ),
  variables: (_, page) => ({ ...page }),
  page: ({ page }) => page,
  text: (run) => print(runOf(run)),
})

export const GET_RUN = defineRoute({
  method: 'GET',
  path: '/api/runs/:id',
  access: 'read',
  operation: 'getRun',
  summary: 'A run',
  answer: 'BuildRun',
  document: documentOf(
    graphql(`
      query RunById($id: UUID!) {
        run(id: $id) {
          ...RunFields
        }
      }
    `),
  ),
  variables: (input) => ({ id: idOf(input) }),
  value({ run }, input) {
    if (run) return runOf(run)
    throw noSuchRun(input)
  },
})
