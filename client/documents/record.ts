import { graphql } from '../gql/index.ts'

/** A page of a run's record, as lines of the wire, with the run itself and the count if the variables include them. */
export const RECORD = graphql(`
  query Record($id: UUID!, $first: Int!, $after: String, $begin: Boolean!) {
    run(id: $id) {
      line @include(if: $begin)
      events(first: $first, after: $after, order: seq) {
        nodes {
          line
        }
        totalCount @include(if: $begin)
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

export const MACHINE_RECORD = graphql(`
  query MachineRecord($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      machine(first: $first, after: $after) {
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
`)

/** The same of the lines that say which files its processes used. */
export const FILES_RECORD = graphql(`
  query FilesRecord($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      fileLines(first: $first, after: $after) {
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
`)
