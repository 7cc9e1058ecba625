import { graphql } from '../gql/index.ts'

graphql(`
  fragment PathKinds on BoundPath {
    kinds {
      kind
      time
    }
  }
`)

/** The critical path of a run. The daemon finds it, because it also has the files and the pipes of the record. */
export const BOUND_PATH = graphql(`
  query RunBoundPath($id: UUID!) {
    run(id: $id) {
      boundPath {
        complete
        ...PathKinds
        steps(first: 2000) {
          from
          to
          kind
          release
          process {
            row
            ...NamedProcess
          }
        }
      }
    }
  }
`)
