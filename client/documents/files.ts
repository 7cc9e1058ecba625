import { graphql } from '../gql/index.ts'

/** A page of the files that a process used, with those that made them. */
export const PROCESS_FILES = graphql(`
  query ProcessFiles($id: UUID!, $pid: Int!, $start: Float!, $access: FileAccess!, $after: String) {
    run(id: $id) {
      processAt(pid: $pid, start: $start) {
        files(access: $access, first: 50, after: $after) {
          totalCount
          pageInfo {
            endCursor
            hasNextPage
          }
          nodes {
            path
            writtenBy(first: 3) {
              totalCount
              nodes {
                name
                pid
                process {
                  startTime
                }
              }
            }
          }
        }
      }
    }
  }
`)
