import { graphql } from '../gql/index.ts'

/** A run in comparison with its earlier runs. */
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
