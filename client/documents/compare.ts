import { graphql } from '../gql/index.ts'

/** The differences between two runs, with their concurrency over time. */
export const COMPARE = graphql(`
  query Compare($base: UUID!, $head: UUID!) {
    compare(base: $base, head: $head) {
      base {
        ...ComparedRun
      }
      head {
        ...ComparedRun
      }
      sentences
      reruns {
        kind
        text
      }
      changed
      unchanged
      totals {
        kind
        count
        delta
      }
      changes(first: 40) {
        ...ListedChange
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
      concurrency(parts: 600) {
        mean
      }
    }
  }
`)

graphql(`
  fragment ListedChange on ProcessChange {
    kind
    name
    commandLine
    directory
    difference
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
`)

/** A page of the differences between two runs. */
export const CHANGES = graphql(`
  query Changes($base: UUID!, $head: UUID!, $kind: ChangeKind, $offset: Int!, $first: Int!) {
    compare(base: $base, head: $head) {
      changes(kind: $kind, offset: $offset, first: $first) {
        ...ListedChange
      }
    }
  }
`)

/** The newest runs that contain all words of a search, as choices. */
export const CHOICES = graphql(`
  query Choices($words: String) {
    runs(words: $words, order: newest, first: 60) {
      nodes {
        ...RunRow
      }
    }
  }
`)

/** A run to choose. */
export const CHOICE = graphql(`
  query Choice($id: UUID!) {
    run(id: $id) {
      ...RunRow
    }
  }
`)
