import { graphql } from '../../gql/cli/gql.ts'
import type { CompareQuery } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from './client.ts'

/** Two runs beside each other. */
export type Comparison = CompareQuery['compare']

/** The ids of two runs. */
export interface Pair {
  readonly base: string
  readonly head: string
}

const COMPARE = graphql(`
  query Compare($base: UUID!, $head: UUID!) {
    compare(base: $base, head: $head) {
      base {
        ...RunFacts
      }
      head {
        ...RunFacts
      }
      sentences
      byTool {
        tool
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
      reruns {
        kind
        text
        own
      }
      changed
      cpuRatio
      totals {
        kind
        count
        delta
      }
      changes(first: 10) {
        kind
        name
        commandLine
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
    }
  }
`)

/** Compares two runs. @throws CliFailure if one of them does not exist */
export async function readComparison(source: GraphSource, pair: Pair): Promise<Comparison> {
  const { compare } = await graph(source, COMPARE, { ...pair })
  return compare
}
