import { graphql } from '../gql/index.ts'

/** Deletes runs, and lists those that could not be deleted. */
export const DELETE_RUNS = graphql(`
  mutation DeleteRuns($ids: [ID!]!) {
    deleteRuns(ids: $ids) {
      deleted
      errors {
        id
        message
      }
    }
  }
`)
