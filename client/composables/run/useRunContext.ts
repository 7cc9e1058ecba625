import { inject, provide, type ComputedRef, type InjectionKey, type Ref, type WritableComputedRef } from 'vue'
import type { Analysis } from '../../../src/domain/analysis/time/analyse.ts'
import type { ProcessRows } from '../../model/processes/process-rows.ts'
import type { Ask } from '../../workers/questions.ts'
import type { RunHead } from '../../model/runs/run-head.ts'

/** The data that the pages of one run share. The run is read once, and stays while the reader changes pages. */
export interface RunContext {
  readonly head: Readonly<Ref<RunHead>>
  /** Not set until `ready`: only the overview is mounted before. */
  readonly rows: Readonly<Ref<ProcessRows>>
  /** Whether the processes are there. */
  readonly ready: ComputedRef<boolean>
  /** `rows.version`: the rows change in place. */
  readonly version: ComputedRef<number>
  readonly live: ComputedRef<boolean>
  /** The end of the run in milliseconds since its origin: now while it runs. */
  readonly end: () => number
  /** The row that is selected, or −1. */
  readonly selected: WritableComputedRef<number>
  /** Asks the run's worker to compute something that takes longer than a frame; see `useAnswer`. */
  readonly ask: ComputedRef<Ask>
  /** Undefined until it is done for the first time. */
  readonly analysis: Readonly<Ref<Analysis | undefined>>
}

const KEY: InjectionKey<RunContext> = Symbol('run')

/** Gives the run to the pages below. */
export const provideRun = (context: RunContext): void => provide(KEY, context)

/** The run that the page around this component shows. */
export function useRunContext(): RunContext {
  const context = inject(KEY)
  if (!context) throw new Error('There is no run around this component')
  return context
}
