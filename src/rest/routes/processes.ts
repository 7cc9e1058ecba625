import { graphql } from '../../gql/rest/gql.ts'
import { defineListRoute } from '../define-route.ts'
import { documentOf } from '../graph.ts'
import { idOf } from '../input.ts'
import { print } from '../print.ts'

export const LIST_PROCESSES = defineListRoute({
  method: 'GET',
  path: '/api/runs/:id/processes',
  access: 'read',
  operation: 'listProcesses',
  summary: 'All processes of a run, by start time',
  answer: 'Processes',
  document: documentOf(
    graphql(`
      query Processes($id: UUID!, $first: Int!, $after: String) {
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
              children {
                pid
              }
            }
            pageInfo {
              hasNextPage
              endCursor
            }
          }
        }
      }
    `),
  ),
  variables: (input, page) => ({ id: idOf(input), ...page }),
  page: ({ run }) => run?.page,
  text: (process) => print({ ...process, children: process.children.map(({ pid }) => pid) }),
})
