import { graphql } from '../gql/index.ts'

/** How long each command took, run by run. */
export const TRENDS = graphql(`
  query Trends($search: String) {
    trends(search: $search, least: 2) {
      newest {
        id
        commandLine(most: 300)
        workingDir
      }
      points {
        run {
          id
          startTime
          status
          outcome
          exitCode
          duration
        }
        usual {
          low
          median
          high
        }
        change
        regression
      }
    }
  }
`)
