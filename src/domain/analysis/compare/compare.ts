import { cpuRatioOf } from './cpu-ratio.ts'
import { differingWords } from './differing-words.ts'
import { grouped, type Compared, type Group, type GroupedRun, type NamedGroup } from './groups.ts'
import { matchRuns, type Match } from './match.ts'
import { ownTimes } from '../time/own-time.ts'
import { timeByTool, type ToolTime } from '../time/tools.ts'

/** How a step differs between two runs. */
export const CHANGE_KINDS = ['slower', 'faster', 'new', 'gone'] as const
export type ChangeKind = (typeof CHANGE_KINDS)[number]

/** What the changes are ordered by, the largest difference first: own time, or CPU time. */
export const CHANGE_ORDERS = ['own', 'cpuTime'] as const
export type ChangeOrder = (typeof CHANGE_ORDERS)[number]

/** The difference of a change, head less base, in milliseconds. */
export const differenceIn = ({ base, head }: Pick<Change, 'base' | 'head'>, order: ChangeOrder): number =>
  (head?.[order] ?? 0) - (base?.[order] ?? 0)

/** How a group of matched processes differs between two runs. */
export interface Change {
  readonly kind: ChangeKind
  /** Normalised; that of the head, if it has one. */
  readonly commandLine: string
  readonly directory: string
  readonly name: string
  readonly base: Group | null
  readonly head: Group | null
  /** Own time of the head less that of the base, in milliseconds. */
  readonly delta: number
  /** How the command changed, in words (`flags: + -O3`); '' if it is the same or only one run has it. */
  readonly difference: string
}

/** A tool's time in both runs; null if a run did not use it. */
export interface ToolChange {
  readonly tool: string
  readonly name: string
  readonly base: ToolTime | null
  readonly head: ToolTime | null
  /** Own time of the head less that of the base, in milliseconds. */
  readonly delta: number
}

/** The changes of a kind: how many, and their differences summed up, in milliseconds. */
export interface ChangeTotal {
  readonly kind: ChangeKind
  readonly count: number
  readonly delta: number
}

/** The differences between two runs. */
export interface Comparison {
  /** The largest difference first. */
  readonly changes: readonly Change[]
  /** A total for each kind, over all changes. */
  readonly totals: readonly ChangeTotal[]
  readonly byTool: readonly ToolChange[]
  /** Groups whose times differ by less than is worth a word. */
  readonly unchanged: number
  /** See `cpuRatioOf`. */
  readonly cpuRatio: number | null
}

/** Differences below this, in milliseconds, or below this share, are noise. */
const LEAST_MS = 2
const LEAST_SHARE = 0.05

/**
 * Compares two runs step by step (`matchRuns`). It compares own time, so that a process that waits for a slower child
 * is not slower itself. A run compared with itself has no changes. O(n log n + k log k) for n processes, k groups.
 */
export const compareRuns = (base: Compared, head: Compared): Comparison =>
  compareGrouped(grouped(base), grouped(head))

/** The same for runs whose groups are known. */
export function compareGrouped(base: GroupedRun, head: GroupedRun): Comparison {
  const changes: Change[] = []
  let unchanged = 0
  const matches = matchRuns(base, head)
  for (const match of matches) {
    const change = changeOf(match)
    if (change) changes.push(change)
    else unchanged++
  }
  changes.sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || (a.commandLine < b.commandLine ? -1 : 1))
  return {
    changes,
    totals: totalsOf(changes),
    byTool: toolChanges(base, head),
    unchanged,
    cpuRatio: cpuRatioOf(matches),
  }
}

/** Undefined if the times differ by noise alone. */
function changeOf({ base, head }: Match): Change | undefined {
  const { commandLine, directory, name } = (head ?? base)!
  const delta = (head?.own ?? 0) - (base?.own ?? 0)
  if (base && head && Math.abs(delta) < Math.max(LEAST_MS, LEAST_SHARE * base.own)) return undefined
  const kind = !base ? 'new' : !head ? 'gone' : delta > 0 ? 'slower' : 'faster'
  return { kind, commandLine, directory, name, base, head, delta, difference: differenceOf(base, head) }
}

function differenceOf(base: NamedGroup | null, head: NamedGroup | null): string {
  if (!base || !head) return ''
  const moved = base.directory === head.directory ? '' : `directory: ${base.directory} → ${head.directory}`
  return [differingWords(base.commandLine, head.commandLine), moved].filter(Boolean).join('; ')
}

const totalsOf = (changes: readonly Change[]): ChangeTotal[] =>
  CHANGE_KINDS.map((kind) => {
    const those = changes.filter((change) => change.kind === kind)
    return { kind, count: those.length, delta: those.reduce((sum, { delta }) => sum + delta, 0) }
  })

function toolChanges(base: Compared, head: Compared): ToolChange[] {
  const toolsOf = ({ processes, until }: Compared) =>
    new Map(timeByTool(processes, ownTimes(processes, until), until).map((sum) => [sum.tool, sum]))
  const left = toolsOf(base)
  const right = toolsOf(head)
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((tool): ToolChange => {
      const before = left.get(tool) ?? null
      const after = right.get(tool) ?? null
      const { name } = (after ?? before)!
      return { tool, name, base: before, head: after, delta: (after?.own ?? 0) - (before?.own ?? 0) }
    })
    .sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || (a.tool < b.tool ? -1 : 1))
}
