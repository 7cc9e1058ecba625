import { graphql } from '../gql/index.ts'

/** How long a run would take if something was different, beside how it was recorded. */
export const PREDICTION = graphql(`
  query RunPrediction($id: UUID!, $jobs: Int, $cores: Int, $without: [String!], $faster: [FasterInput!]) {
    run(id: $id) {
      analysis {
        wall
        concurrency(parts: 400) {
          mean
        }
      }
      boundPath {
        ...PathKinds
      }
      predict(jobs: $jobs, cores: $cores, without: $without, faster: $faster) {
        wall
        measured
        error
        peakMemory
        changed
        concurrency {
          mean
        }
        path {
          ...PathKinds
          steps(first: 6) {
            from
            to
            kind
            process {
              row
              name
              commandLine
              ...NamedProcess
            }
          }
        }
      }
    }
  }
`)
