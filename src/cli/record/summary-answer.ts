import { availableParallelism } from 'node:os'
import type { BuildRecord } from '../../collector/record/record-build.ts'
import { advicesOf } from '../../domain/analysis/advice/advices.ts'
import { modelOf } from '../../domain/analysis/path/model.ts'
import { predictorOf } from '../../domain/analysis/path/predict.ts'
import type { PlacedRun } from '../../domain/analysis/verdict/case.ts'
import { verdictOf } from '../../domain/analysis/verdict/verdict.ts'
import type { KeptProcesses } from './kept-processes.ts'

/** What a summary opens with: why the build took as long as it did, and what would make it faster, in sentences. */
export interface SummaryAnswer {
  readonly verdict: string
  readonly advice: readonly string[]
}

/** Advice in a summary, at most. */
const MOST_ADVICE = 3

/**
 * Answers from what the recorder kept, without a daemon, and so without earlier builds to compare with. O(n log n).
 * @returns undefined if there were too many processes to keep
 */
export function summaryAnswer(
  { wall, ending }: Pick<BuildRecord, 'wall' | 'ending'>,
  kept: KeptProcesses,
  workingDir: string,
): SummaryAnswer | undefined {
  const columns = kept.columns(ending.time - wall)
  if (!columns) return undefined
  const run: PlacedRun = {
    ...columns,
    wall: Number(wall) / 1e6,
    cores: availableParallelism(),
    status: ending.exitCode === 0 ? 'completed' : 'failed',
    exitCode: ending.exitCode,
    files: null,
    machine: null,
    workingDir,
  }
  const { text } = verdictOf({ run, usual: null, usualRun: null, previous: null })
  const advice = run.status === 'completed' ? advicesOf(predictorOf(modelOf(run))) : []
  return { verdict: text, advice: advice.slice(0, MOST_ADVICE).map((each) => each.text) }
}
