import type { RunRow } from './run-list.ts'

/** How a run stands, in a word and a tone, so that colour alone never tells. */
export interface Verdict {
  readonly word: 'Live' | 'Was live' | 'Silent' | 'Passed' | 'Interrupted' | 'Crashed' | 'Failed'
  readonly tone: 'live' | 'ok' | 'bad' | 'warn'
}

/** Tells how a run stands. @param outdated the daemon is away, so that nobody knows whether a build still runs */
export function verdictOf(
  { status, outcome }: Pick<RunRow, 'status' | 'outcome'>,
  outdated = false,
): Verdict {
  switch (outcome) {
    case 'RUNNING':
      if (status !== 'running_live') return { word: 'Silent', tone: 'warn' }
      return outdated ? { word: 'Was live', tone: 'warn' } : { word: 'Live', tone: 'live' }
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
