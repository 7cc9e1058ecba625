import { graphql } from '../gql/index.ts'

/** How long each command took, run by run. */
export const TRENDS = graphql(`
  query Trends($words: String) {
    trends(words: $words, least: 2) {
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
          labels {
            name
            value
          }
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

/** The commands that ran last, with their newest runs. */
export const COMMANDS = graphql(`
  query Commands($words: String) {
    trends(words: $words, least: 3, first: 4) {
      newest {
        id
        commandLine(most: 300)
        workingDir
      }
      count
      points(last: 24) {
        run {
          id
          outcome
          duration
        }
        usual {
          median
        }
        change
        regression
      }
    }
  }
`)
