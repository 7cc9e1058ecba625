import { graphql } from '../gql/index.ts'

/** What the earlier runs of a command say of a run. */
export const HISTORY = graphql(`
  query RunHistory($id: UUID!) {
    run(id: $id) {
      history {
        usual {
          low
          median
          high
        }
        sample
        change
        regression
        remaining
        runs {
          id
        }
      }
    }
  }
`)
