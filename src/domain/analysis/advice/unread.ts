import { named } from '../words.ts'
import { usesOf } from '../path/file-uses.ts'
import type { Predictor } from '../path/predict.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Advice } from './advice.ts'

/** Of the wall time, a process whose work may be in vain takes so much. */
const LEAST_SHARE = 0.02

/** So many of the longest are tried. */
const TRIED = 3

/**
 * Processes all of whose files were removed later, before anything read them. Whether something looked at how they
 * ended is not known, as a script does that tries out what a compiler can.
 */
export function adviseUnread({ model, predict }: Predictor): Advice[] {
  const { run, tree, shares } = model
  const { files } = run
  if (!files) return []
  const NEVER = -1
  /** By file: who made it last; and whether another read it, or removed it. */
  const maker = new Int32Array(files.names.length).fill(NEVER)
  const made = new Map<number, { all: number; removed: number }>()
  for (const row of tree.starts)
    for (const { file, isInput, isOutput, isRemoved } of usesOf(files, row)) {
      const by = maker[file]!
      if (by !== NEVER && by !== row) {
        if (isInput) maker[file] = NEVER
        else if (isRemoved) {
          made.get(by)!.removed++
          maker[file] = NEVER
        }
      }
      if (!isOutput || isRemoved) continue
      const sum = made.get(row) ?? { all: 0, removed: 0 }
      sum.all++
      made.set(row, sum)
      maker[file] = row
    }
  return [...made]
    .filter(([row, { all, removed }]) => all === removed && shares.own[row]! >= LEAST_SHARE * run.wall)
    .map(([row]) => row)
    .sort((a, b) => shares.own[b]! - shares.own[a]!)
    .slice(0, TRIED)
    .map((row) => {
      const saves = run.wall - predict({ without: [row] }).wall
      const text = `What ${named(run.processes, row)} makes is removed before anything reads it; without it the build takes ${formatMilliseconds(saves)} less.`
      return { kind: 'unread', text, saves, rows: [row] }
    })
}
