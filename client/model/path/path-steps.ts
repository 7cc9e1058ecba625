import type { BoundKind, BoundStep } from '../../../src/domain/analysis/path/bound-step.ts'
import type { RunBoundPathQuery } from '../../gql/graphql.ts'
import type { ProcessRows } from '../processes/process-rows.ts'

type BoundPathAnswer = NonNullable<RunBoundPathQuery['run']>['boundPath']

/** The critical path of a run, as the daemon found it. Times are milliseconds. */
export interface RunPath {
  /** False if waits or files were not recorded. */
  readonly complete: boolean
  /** The kinds that took time; their sum is the wall time. */
  readonly kinds: readonly KindTime[]
  /** By time; of a path with very many steps the longest. */
  readonly steps: readonly BoundStep[]
}

/** How long a path was bound by something. */
export interface KindTime {
  readonly kind: BoundKind
  readonly time: number
}

/** A time in which one process decided, whatever bound it. */
export interface Stretch {
  /** −1 where no process was recorded. */
  readonly row: number
  readonly from: number
  readonly to: number
  readonly release: BoundStep['release']
  /** The longest first. */
  readonly kinds: readonly KindTime[]
}

/** Finds the daemon's processes in the rows of the page, which stand in another order if the page watched the build. */
export const runPathOf = (rows: ProcessRows, { complete, kinds, steps }: BoundPathAnswer): RunPath => ({
  complete,
  kinds,
  steps: steps.map(({ process, ...step }) => ({ ...step, row: process ? rows.rowOf(process) : -1 })),
})

/** Joins steps of one process that follow each other. O(steps). */
export function stretchesOf(steps: readonly BoundStep[]): Stretch[] {
  const groups: BoundStep[][] = []
  for (const step of steps) {
    const last = groups.at(-1)
    const before = last?.at(-1)
    if (last && before && before.row === step.row && before.to === step.from) last.push(step)
    else groups.push([step])
  }
  return groups.map((group) => ({
    row: group[0]!.row,
    from: group[0]!.from,
    to: group.at(-1)!.to,
    release: group.at(-1)!.release,
    kinds: sumKinds(group),
  }))
}

/** The time of each kind, the longest first. */
export function sumKinds(parts: readonly BoundStep[]): KindTime[] {
  const times = new Map<BoundKind, number>()
  for (const { kind, from, to } of parts) times.set(kind, (times.get(kind) ?? 0) + to - from)
  return Array.from(times, ([kind, time]) => ({ kind, time })).sort((a, b) => b.time - a.time)
}
