import type { RunRow } from './run-list.ts'

/** How a run stands, in a word and a tone, so that colour alone never tells. */
export interface Verdict {
  readonly word: 'Live' | 'Silent' | 'Passed' | 'Crashed' | 'Failed'
  readonly tone: 'live' | 'ok' | 'bad' | 'warn'
}

/** The exit code of a build that was given up because nothing was heard of it. */
const GIVEN_UP = -1

/** Tells how a run stands. */
export function verdictOf({ status, exitCode }: Pick<RunRow, 'status' | 'exitCode'>): Verdict {
  switch (status) {
    case 'running_live':
      return { word: 'Live', tone: 'live' }
    case 'running':
      return { word: 'Silent', tone: 'warn' }
    case 'completed':
      return { word: 'Passed', tone: 'ok' }
    case 'failed':
      return { word: exitCode === GIVEN_UP ? 'Crashed' : 'Failed', tone: 'bad' }
  }
}

/** Whether a run was given up: it neither ended nor was heard from. */
export const wasGivenUp = (run: Pick<RunRow, 'status' | 'exitCode'>): boolean =>
  run.status === 'failed' && run.exitCode === GIVEN_UP
