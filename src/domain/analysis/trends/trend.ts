import { judge, type PastRun, type Verdict } from './history.ts'

/** How many earlier runs each run of a trend is judged by. */
const WINDOW = 20

/**
 * Judges each run of a command by those before it, at most twenty. O(n) for n runs.
 * @param runs oldest first
 */
export const judgeEach = (runs: readonly PastRun[]): Verdict[] =>
  runs.map((run, i) => judge(runs.slice(Math.max(0, i - WINDOW), i), run, run.duration ?? 0))
