import type { Layout } from '../model/timeline/lanes.ts'
import type { PackedColumns } from '../../src/domain/analysis/columns/decode-columns.ts'
import type { ProcessUpdate } from '../model/processes/process-update.ts'
import type { SceneParts } from '../model/timeline/scene.ts'
import type { RunHead } from '../model/runs/run-head.ts'
import type { QuestionName } from './questions.ts'

/** The messages to a run's worker: first the run to read, then changes and questions. */
export type ToWorker =
  | {
      readonly kind: 'read'
      /** The text of the query for its head. */
      readonly query: string
      readonly id: string
      readonly layout: Layout
      /** How far the daemon's clock is ahead of ours, in milliseconds. */
      readonly ahead: number
    }
  | { readonly kind: 'update'; readonly processes: readonly ProcessUpdate[] }
  | {
      readonly kind: 'ask'
      readonly number: number
      readonly name: QuestionName
      readonly question: readonly unknown[]
    }

/** A run as its worker read it. */
export interface WorkedRun {
  readonly columns: PackedColumns
  readonly layout: Layout
  readonly scene: SceneParts
}

/** The messages of the worker: first the head, then the processes; `date` is the `Date` header of the daemon's response. */
export type FromWorker =
  | { readonly kind: 'missing' | 'error'; readonly date: string | null }
  | { readonly kind: 'head'; readonly date: string | null; readonly head: RunHead }
  | { readonly kind: 'run'; readonly run: WorkedRun }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: unknown }
