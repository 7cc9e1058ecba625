import { graphql } from '../gql/index.ts'

/** What differs between two runs, with their concurrency over time. */
export const COMPARE = graphql(`
  query Compare($base: UUID!, $head: UUID!) {
    compare(base: $base, head: $head) {
      base {
        ...ComparedRun
      }
      head {
        ...ComparedRun
      }
      changed
      unchanged
      changes(first: 300) {
        kind
        name
        commandLine
        directory
        delta
        base {
          count
          own
        }
        head {
          count
          own
        }
      }
      byTool {
        tool
        delta
        base {
          own
          count
        }
        head {
          own
          count
        }
      }
    }
  }
`)

graphql(`
  fragment ComparedRun on Run {
    ...RunRow
    analysis {
      wall
      meanConcurrency
      concurrency(parts: 240) {
        mean
      }
    }
  }
`)

/** The newest runs whose command or directory holds a text, to choose from. */
export const CHOICES = graphql(`
  query Choices($search: String) {
    runs(search: $search, order: newest, first: 60) {
      nodes {
        ...RunRow
      }
    }
  }
`)
