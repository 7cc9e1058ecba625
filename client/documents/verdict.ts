import { graphql } from '../gql/index.ts'

graphql(`
  fragment NamedProcess on ProcessTime {
    pid
    start
  }
`)

/** Why a run took as long as it did, and what would make it faster. */
export const VERDICT = graphql(`
  query RunVerdict($id: UUID!) {
    run(id: $id) {
      outcome
      verdict {
        kind
        text
        confidence
        processes {
          ...NamedProcess
        }
      }
      advice {
        kind
        text
        saves
        processes {
          ...NamedProcess
        }
      }
    }
  }
`)
