import type { RunRow } from './run-list.ts'

/** How a run stands, in a word and a tone, so that colour alone never tells. */
export interface Verdict {
  readonly word: 'Live' | 'Silent' | 'Passed' | 'Interrupted' | 'Crashed' | 'Failed'
  readonly tone: 'live' | 'ok' | 'bad' | 'warn'
}

/** Tells how a run stands. */
export function verdictOf({ status, outcome }: Pick<RunRow, 'status' | 'outcome'>): Verdict {
  switch (outcome) {
    case 'RUNNING':
      return status === 'running_live' ? { word: 'Live', tone: 'live' } : { word: 'Silent', tone: 'warn' }
    case 'SUCCEEDED':
      return { word: 'Passed', tone: 'ok' }
    case 'INTERRUPTED':
      return { word: 'Interrupted', tone: 'warn' }
    case 'CRASHED':
      return { word: 'Crashed', tone: 'bad' }
    case 'FAILED':
      return { word: 'Failed', tone: 'bad' }
  }
}

/** Whether a run was given up: it neither ended nor was heard from. */
export const wasGivenUp = ({ outcome }: Pick<RunRow, 'outcome'>): boolean => outcome === 'CRASHED'
