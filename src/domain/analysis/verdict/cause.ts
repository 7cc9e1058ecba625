import type { CaseFacts } from './case.ts'

/** The causes that a verdict can name. */
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

/** The reason for a build's duration, with the evidence for it. */
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
