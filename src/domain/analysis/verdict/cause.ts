import type { CaseFacts } from './case.ts'

/** What a verdict names. */
export type VerdictKind =
  | 'running'
  | 'failed'
  | 'interrupted'
  | 'crashed'
  | 'new'
  | 'changed'
  | 'slower'
  | 'others'
  | 'quota'
  | 'disk'
  | 'memory'
  | 'cores'
  | 'jobs'
  | 'alone'
  | 'serial'
  | 'sleeping'
  | 'busy'
  | 'rebuild'
  | 'up-to-date'
  | 'usual'
  | 'unknown'

/** Why a build took as long as it did, with what speaks for it. */
export interface Cause {
  readonly kind: VerdictKind
  /** A sentence; names of processes in it stand between backticks. */
  readonly text: string
  /** Milliseconds of the wall time that it accounts for. */
  readonly costs: number
  /** From 0 to 1: 1 is recorded, 0.5 an estimate. */
  readonly confidence: number
  /** The processes that it is about, the most telling first. */
  readonly rows: readonly number[]
}

/** Looks for one cause; undefined if nothing speaks for it. */
export type CauseFinder = (facts: CaseFacts) => Cause | undefined
