/** The state of a run, or its end. An interrupted build says nothing about the code that it built. */
export type Outcome = 'running' | 'succeeded' | 'failed' | 'interrupted' | 'crashed'

/** Facts about an ending; the signal is that of the build's first process. */
export interface Ended {
  readonly status: 'running' | 'running_live' | 'completed' | 'failed'
  readonly exitCode?: number | null | undefined
  readonly signal?: string | null | undefined
}

/** Exit codes by which a shell reports SIGINT (Ctrl-C) and SIGTERM (a cancelled job): 128 + the number of the signal. */
export const INTERRUPTED_CODES: readonly number[] = [130, 143]
const INTERRUPTED_SIGNALS: readonly string[] = ['SIGINT', 'SIGTERM']

/** The exit code of a run that the daemon gave up, because it fell silent. */
export const GIVEN_UP_CODE = -1

/** Tells an interruption and a crash from a failure. `store/reads/outcome-filter.ts` states the same rule in SQL. */
export function outcomeOf({ status, exitCode, signal }: Ended): Outcome {
  if (status === 'running' || status === 'running_live') return 'running'
  if (status === 'completed') return 'succeeded'
  if (exitCode === GIVEN_UP_CODE) return 'crashed'
  const isInterrupted =
    INTERRUPTED_CODES.includes(exitCode ?? 0) || INTERRUPTED_SIGNALS.includes(signal ?? '')
  return isInterrupted ? 'interrupted' : 'failed'
}
