import { graphql } from '../../gql/rest/gql.ts'
import { eventOfLine } from '../../wire/print.ts'
import { defineListRoute } from '../define-route.ts'
import { documentOf } from '../graph.ts'
import { idOf } from '../input.ts'

export const LIST_EVENTS = defineListRoute({
  method: 'GET',
  path: '/api/runs/:id/events',
  access: 'read',
  operation: 'listEvents',
  summary: 'All events of a run, by timestamp',
  answer: 'BuildEvents',
  document: documentOf(
    graphql(`
      query Events($id: UUID!, $first: Int!, $after: String) {
        run(id: $id) {
          page: events(first: $first, after: $after) {
            nodes {
              line
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
  text: ({ line }) => eventOfLine(line),
})
