import { named } from '../words.ts'
import { usesOf } from '../path/file-uses.ts'
import type { Predictor } from '../path/predict.ts'
import { formatMilliseconds } from '../time/duration.ts'
import type { Advice } from './advice.ts'

/** Of the wall time, what is worth to run beside something else takes so much, and that too. */
const LEAST_SHARE = 0.03

/** So many parents with such children are looked at, and so many of the children of each. */
const TRIED = 5
const CHILDREN = 8

/**
 * Children of one parent that ran one after the other although the later reads nothing that the earlier made. Files
 * must have been recorded; what a process needs beside files is not known.
 */
export function adviseOrder(predictor: Predictor): Advice[] {
  const { run, tree, servers } = predictor.model
  if (!run.files) return []
  const { count, first, byStart, start, end } = tree
  const isLong = (row: number) => end[row]! - start[row]! >= LEAST_SHARE * run.wall
  const advice: Advice[] = []
  let tried = 0
  for (let parent = 0; parent < count && tried < TRIED; parent++) {
    if (servers.serverOf[parent]! >= 0 || !isLong(parent)) continue
    const long = byStart.subarray(first[parent], first[parent + 1]).filter(isLong)
    if (long.length < 2) continue
    tried++
    advice.push(...freeable(predictor, parent, long))
  }
  return advice
}

function freeable({ model, predict }: Predictor, parent: number, long: Int32Array): Advice[] {
  const { run, tree } = model
  const { first, byEnd, start, end } = tree
  const needed = lastNeeded(model, parent)
  const advice: Advice[] = []
  for (const row of longest(long, tree)) {
    const before = long.findLast((other) => end[other]! <= start[row]!)
    if (before === undefined) continue
    const place = byEnd.subarray(first[parent], first[parent + 1]).indexOf(needed.get(row) ?? -1)
    if (place >= byEnd.subarray(first[parent], first[parent + 1]).indexOf(before)) continue
    const saves = run.wall - predict({ freed: [[row, place + 1]] }).wall
    advice.push({
      kind: 'order',
      text: `${named(run.processes, row)} reads nothing that ${named(run.processes, before)} makes; side by side saves ${formatMilliseconds(saves)}.`,
      saves,
      rows: [row, before],
    })
  }
  return advice
}

/** Of each child of a parent: the sibling that ended last of those whose files it reads, with all below them. */
function lastNeeded({ run, tree }: Predictor['model'], parent: number): Map<number, number> {
  const { count, starts, end } = tree
  const child = new Int32Array(count + 1).fill(-1)
  const maker = new Map<number, number>()
  const needed = new Map<number, number>()
  for (const row of starts) {
    const above = tree.parent[row]!
    child[row] = above === parent ? row : child[above]!
    const own = child[row]!
    if (own < 0) continue
    for (const { file, isInput, isOutput } of usesOf(run.files!, row)) {
      const made = maker.get(file)
      if (isInput && made !== undefined && made !== own) {
        const known = needed.get(own)
        if (known === undefined || end[made]! > end[known]!) needed.set(own, made)
      }
      if (isOutput) maker.set(file, own)
    }
  }
  return needed
}

/** Each child tried takes a simulation, so that a parent that starts hundreds at a time must not have all of them. */
const longest = (rows: Int32Array, { start, end }: Predictor['model']['tree']): Int32Array =>
  rows.toSorted((a, b) => end[b]! - start[b]! - (end[a]! - start[a]!)).subarray(0, CHILDREN)
