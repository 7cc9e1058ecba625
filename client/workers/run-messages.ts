import type { Analysis } from '../../src/domain/analysis/analyse.ts'
import type { Layout } from '../components/timeline/lanes.ts'
import type { PreparedScene } from '../components/timeline/prepared-scenes.ts'
import type { PackedColumns } from '../components/timeline/rows.ts'
import type { RunHead } from '../composables/run.ts'
import type { RunQuery } from '../gql/graphql.ts'

/** What the worker is asked. */
export interface RunQuestion {
  /** The text of the query. */
  readonly query: string
  readonly id: string
  readonly layout: Layout
  /** How far the daemon's clock is ahead of ours, in milliseconds. */
  readonly ahead: number
}

/** What the daemon answers. */
export interface RunAnswer {
  readonly data?: RunQuery | null
}

/** What the worker answers; `date` is the daemon's, as its answer's header has it. */
export type WorkerMessage =
  | { readonly kind: 'missing' | 'error'; readonly date: string | null }
  | {
      readonly kind: 'run'
      readonly date: string | null
      readonly head: RunHead
      readonly columns: PackedColumns
      readonly scene: PreparedScene
    }
  | { readonly kind: 'analysis'; readonly analysis: Analysis }
