import type { Predictor } from '../path/predict.ts'
import type { RunToRepeat } from '../rerun/steps.ts'
import type { Advice } from './advice.ts'
import { adviseAgain } from './again.ts'
import { adviseCores } from './cores.ts'
import { adviseFaster } from './faster.ts'
import { adviseJobs } from './jobs.ts'
import { adviseOrder } from './order.ts'
import { adviseRaces } from './race.ts'
import { adviseOnce } from './repeated.ts'
import { adviseUnread } from './unread.ts'

/** What saves less, in milliseconds or as a share of the wall time, is not worth a word. */
const LEAST_MS = 50
const LEAST_SHARE = 0.01

/**
 * What would make a build faster, the most time saved first; then what may break it. Each rule predicts a few changes,
 * so that it takes O(n log n).
 * @param previous the run shortly before it of the same command in the same directory, if it succeeded
 */
export function advicesOf(predictor: Predictor, previous: RunToRepeat | null = null): Advice[] {
  const { run } = predictor.model
  if (run.status === 'running') return []
  const least = Math.max(LEAST_MS, LEAST_SHARE * run.wall)
  const rules = [adviseJobs, adviseCores, adviseFaster, adviseOrder, adviseOnce, adviseUnread, adviseRaces]
  return [...rules.flatMap((rule) => rule(predictor)), ...(previous ? adviseAgain(predictor, previous) : [])]
    .filter(({ kind, saves }) => kind === 'race' || saves >= least)
    .sort((a, b) => b.saves - a.saves)
}
