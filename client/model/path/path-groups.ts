import { toolOf } from '../../../src/domain/analysis/time/tools.ts'
import type { BoundStep } from '../../../src/domain/analysis/path/bound-step.ts'
import type { ProcessRows } from '../processes/process-rows.ts'
import { sumKinds, type KindTime } from './path-steps.ts'

/** By what the steps of a path are grouped. */
export const PATH_GROUPINGS = ['tool', 'directory'] as const
export type PathGrouping = (typeof PATH_GROUPINGS)[number]

/** The steps of one tool, or in one directory. */
export interface PathGroup {
  /** Empty where no process was recorded, or its directory is not known. */
  readonly name: string
  /** Milliseconds. */
  readonly time: number
  readonly processes: number
  /** The row that decided longest in one step, or −1. */
  readonly longest: number
  readonly kinds: readonly KindTime[]
}

/** Sums up the steps of a path, the longest group first. O(steps). */
export function groupPath(rows: ProcessRows, steps: readonly BoundStep[], by: PathGrouping): PathGroup[] {
  const nameOf = (row: number): string => {
    if (row < 0) return ''
    return by === 'tool' ? toolOf(rows.nameOf(row)) : rows.workingDirOf(row)
  }
  const groups = new Map<string, BoundStep[]>()
  for (const step of steps) {
    const name = nameOf(step.row)
    const group = groups.get(name)
    if (group) group.push(step)
    else groups.set(name, [step])
  }
  return Array.from(groups, ([name, group]) => ({
    name,
    time: group.reduce((sum, { from, to }) => sum + to - from, 0),
    processes: new Set(group.map(({ row }) => row).filter((row) => row >= 0)).size,
    longest: group.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a)).row,
    kinds: sumKinds(group),
  })).sort((a, b) => b.time - a.time)
}
