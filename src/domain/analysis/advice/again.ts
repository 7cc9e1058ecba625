import type { Predictor } from '../path/predict.ts'
import { rerunsOf, type Rerun } from '../rerun/reruns.ts'
import { rerunSentence } from '../rerun/sentence.ts'
import type { RunToRepeat } from '../rerun/steps.ts'
import { formatMilliseconds } from '../time/duration.ts'
import { counted } from '../words.ts'
import type { Advice } from './advice.ts'

/** Rows that the advice names, at most. */
const MOST_ROWS = 20

/**
 * Steps that the build before had done with the same inputs, as far as the records say, and the steps that ran again only
 * since those wrote their inputs.
 * @param previous in the directory of `workingDir`
 */
export function adviseAgain({ model, predict }: Predictor, previous: RunToRepeat): Advice[] {
  const { run } = model
  if (!run.files || !previous.files) return []
  const spared = sparedOf(rerunsOf(previous, { ...run, workingDir: previous.workingDir }))
  const [first] = spared
  if (!first) return []
  const saves = run.wall - predict({ without: spared.map(({ rows }) => rows[0]!) }).wall
  const others = spared.length - 1
  const and = others > 0 ? ` and ${counted(others, 'other step', 'other steps')} like it or after it` : ''
  return [
    {
      kind: 'again',
      text: `${rerunSentence(run.processes, first)} Without it${and} the build takes ${formatMilliseconds(saves)} less.`,
      saves,
      rows: spared.map(({ row }) => row).slice(0, MOST_ROWS),
    },
  ]
}

/** The needless ones, the longest first, and those that only they made run. */
function sparedOf(reruns: readonly Rerun[]): Rerun[] {
  const spared = reruns.filter(({ cause }) => cause.kind === 'needless')
  const rows = new Set(spared.flatMap((rerun) => rerun.rows))
  // A step comes after the writer of its input.
  for (const rerun of reruns.toSorted((a, b) => a.rows[0]! - b.rows[0]!)) {
    if (rerun.cause.kind !== 'written' || !rows.has(rerun.cause.writer)) continue
    spared.push(rerun)
    for (const row of rerun.rows) rows.add(row)
  }
  return spared
}
