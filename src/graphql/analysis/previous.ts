import { outcomeOf } from '../../domain/analysis/outcome.ts'
import type { RunRow } from '../../domain/model.ts'
import type { GraphContext } from '../context.ts'

/** A run that ended longer before another says little of what that one had to do, in nanoseconds. */
const SHORTLY = 15n * 60n * 1_000_000_000n

/** The run before it of the same command and directory, if it succeeded and ended shortly before; else null. */
export async function readPrevious({ loaders }: GraphContext, run: RunRow): Promise<RunRow | null> {
  const [before] = await loaders.earlier.load(run)
  return before && isShortlyBefore(before, run) ? before : null
}

const isShortlyBefore = (before: RunRow, { startTime }: RunRow): boolean =>
  outcomeOf(before) === 'succeeded' && before.endTime !== null && startTime - before.endTime < SHORTLY
