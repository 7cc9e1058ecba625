import type { GateReport } from '../../domain/analysis/gate/model.ts'
import { graphql } from '../../gql/cli/gql.ts'
import type { ChangeOrder } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from '../daemon/client.ts'
import type { Pair } from '../daemon/comparison.ts'

/** A process that took more time than in the baseline. */
export interface GateCause {
  readonly kind: 'slower' | 'faster' | 'new' | 'gone'
  readonly name: string
  readonly commandLine: string
  /** Milliseconds more: of own time, or of CPU time where that alone was too much. */
  readonly delta: number
}

/** Changes that are looked at, and causes that are named. */
const [LOOKED_AT, MOST] = [20, 5]

const CAUSES = graphql(`
  query Causes($base: UUID!, $head: UUID!, $first: Int!, $order: ChangeOrder!) {
    compare(base: $base, head: $head) {
      changes(first: $first, order: $order) {
        kind
        name
        commandLine
        base {
          own
          cpuTime
        }
        head {
          own
          cpuTime
        }
      }
    }
  }
`)

/**
 * Names what made a run slower than its baseline, the costliest first; nothing if the gate does not fail. Where the CPU time alone is
 * too much, neighbours may have changed the wall time of any process, so the CPU times tell.
 */
export async function readCauses(
  source: GraphSource,
  pair: Pair,
  { measures }: GateReport,
): Promise<readonly GateCause[]> {
  const slow = measures.filter(({ slower }) => slower).map(({ kind }) => kind)
  if (slow.length === 0) return []
  const order: ChangeOrder = slow.includes('wall') ? 'own' : 'cpuTime'
  const { compare } = await graph(source, CAUSES, { ...pair, first: LOOKED_AT, order })
  return compare.changes
    .map(({ kind, name, commandLine, base, head }) => ({
      kind,
      name,
      commandLine,
      delta: (head?.[order] ?? 0) - (base?.[order] ?? 0),
    }))
    .filter(({ delta }) => delta > 0)
    .slice(0, MOST)
}
