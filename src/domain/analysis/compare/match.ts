import { wordDistance } from './differing-words.ts'
import type { Compared, GroupedRun, NamedGroup } from './groups.ts'
import { outputsOf } from './outputs.ts'
import { objectOf, outputOf } from './subject.ts'
import { toolOf } from '../time/tools.ts'

/** Two groups that are the same step of both runs; null if a run does not have it. */
export interface Match {
  readonly base: NamedGroup | null
  readonly head: NamedGroup | null
}

/** A group with no match yet, and what its command line tells. */
interface Candidate {
  readonly group: NamedGroup
  readonly tool: string
  readonly object: string | undefined
  readonly output: string
}

/** A way to recognise a step whose command line changed: groups with equal keys match. */
interface Stage {
  /** Undefined if this stage cannot recognise the group. */
  readonly keyOf: (candidate: Candidate, run: Compared) => string | undefined
  /** Several groups with one key on a side cannot be distinguished. */
  readonly unique?: true
}

/** The name of a tool that runs a text does not describe its work. */
const SHELLS = /^(?:ba|da|z|k|a|fi|c|tc)?sh$/

const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : parts.join('\n')
const baseName = (path: string | undefined) => path?.slice(path.lastIndexOf('/') + 1)

/** From the surest to the boldest. The first stage of all, the same line, is the key of `groupsOf`. */
const STAGES: readonly Stage[] = [
  { keyOf: ({ tool, object, output, group }) => joined(tool, object, output, group.directory) },
  { keyOf: ({ tool, object, group }) => joined(tool, baseName(object), group.directory) },
  { keyOf: ({ tool, group }, run) => joined(tool, outputsOf(run, group.row) || undefined) },
  { keyOf: ({ tool, object }) => joined(tool, baseName(object)), unique: true },
  {
    keyOf: ({ tool, object, group }) =>
      object === undefined && !SHELLS.test(tool) ? joined(tool, group.directory) : undefined,
    unique: true,
  },
]

const candidateOf = (group: NamedGroup): Candidate => ({
  group,
  tool: toolOf(group.name),
  object: objectOf(group.commandLine),
  output: outputOf(group.commandLine),
})

/**
 * Above this, candidates with one key are paired in their order instead of by likeness, which takes their square; and so
 * are all once so many characters of command lines were held against each other.
 */
const MOST_LIKENED = 30
const MOST_TEXT = 32 * 2 ** 20

/**
 * Finds the steps that two runs have in common, in stages: the same command line and directory; the same tool, subject
 * and directory; the same outputs, where files are known; at last the only candidates of a tool. So a step survives
 * changed flags, moved directories and renamed temporary files. O(n) for n processes.
 */
export function matchRuns(base: GroupedRun, head: GroupedRun): Match[] {
  const matches: Match[] = []
  let gone: Candidate[] = []
  let added: Candidate[] = []
  for (const [key, group] of base.groups) {
    const same = head.groups.get(key)
    if (same) matches.push({ base: group, head: same })
    else gone.push(candidateOf(group))
  }
  for (const [key, group] of head.groups) if (!base.groups.has(key)) added.push(candidateOf(group))
  const budget = { text: MOST_TEXT }
  for (const stage of STAGES) {
    if (gone.length === 0 || added.length === 0) break
    const matched = matchBy(stage, [base, gone], [head, added], budget)
    const known = new Set<NamedGroup | null>()
    for (const match of matched) {
      matches.push(match)
      known.add(match.base).add(match.head)
    }
    gone = gone.filter(({ group }) => !known.has(group))
    added = added.filter(({ group }) => !known.has(group))
  }
  return [
    ...matches,
    ...gone.map(({ group }) => ({ base: group, head: null })),
    ...added.map(({ group }) => ({ base: null, head: group })),
  ]
}

/** Characters that may still be held against each other. */
interface Budget {
  text: number
}

type Side = readonly [run: Compared, candidates: readonly Candidate[]]

function matchBy({ keyOf, unique }: Stage, base: Side, head: Side, budget: Budget): Match[] {
  const [left, right] = [base, head].map(([run, candidates]) => {
    const byKey = new Map<string, NamedGroup[]>()
    for (const candidate of candidates) {
      const key = keyOf(candidate, run)
      if (key === undefined) continue
      const others = byKey.get(key)
      if (others) others.push(candidate.group)
      else byKey.set(key, [candidate.group])
    }
    return byKey
  })
  const matches: Match[] = []
  for (const [key, before] of left!) {
    const after = right!.get(key)
    if (!after || (unique && before.length + after.length > 2)) continue
    matches.push(...pairs(before, after, budget))
  }
  return matches
}

/** Pairs those that are most alike first. */
function pairs(before: readonly NamedGroup[], after: readonly NamedGroup[], budget: Budget): Match[] {
  const isOnly = before.length === 1 && after.length === 1
  const isMany = before.length > MOST_LIKENED || after.length > MOST_LIKENED
  if (isOnly || isMany || budget.text < 0)
    return before.slice(0, after.length).map((base, i) => ({ base, head: after[i]! }))
  budget.text -= lengthOf(before) * after.length + lengthOf(after) * before.length
  const candidates = before.flatMap((base) =>
    after.map((head) => ({ base, head, distance: wordDistance(base.commandLine, head.commandLine) })),
  )
  const taken = new Set<NamedGroup>()
  const matches: Match[] = []
  for (const { base, head } of candidates.sort((a, b) => a.distance - b.distance)) {
    if (taken.has(base) || taken.has(head)) continue
    taken.add(base).add(head)
    matches.push({ base, head })
  }
  return matches
}

const lengthOf = (groups: readonly NamedGroup[]): number =>
  groups.reduce((sum, { commandLine }) => sum + commandLine.length, 0)
