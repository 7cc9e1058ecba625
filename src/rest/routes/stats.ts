import { graphql } from '../../gql/rest/gql.ts'
import { defineRoute } from '../define-route.ts'
import { documentOf } from '../graph.ts'

export const GET_STATS = defineRoute({
  method: 'GET',
  path: '/api/stats',
  access: 'read',
  operation: 'getStats',
  summary: 'Counts over all runs',
  answer: 'Stats',
  document: documentOf(
    graphql(`
      query Stats {
        stats {
          total_runs: totalRuns
          live_builds: liveBuilds
          by_status: byStatus {
            status
            count
          }
          oldest_run: oldestRun
          newest_run: newestRun
        }
      }
    `),
  ),
  variables: () => ({}),
  value: ({ stats }) => ({
    ...stats,
    by_status: Object.fromEntries(stats.by_status.map(({ status, count }) => [status, count])),
  }),
})
