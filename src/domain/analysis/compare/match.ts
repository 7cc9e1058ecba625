import { wordDistance } from './differing-words.ts'
import { groupsOf, type Compared, type NamedGroup } from './groups.ts'
import { outputsOf } from './outputs.ts'
import { objectOf, outputOf } from './subject.ts'
import { toolOf } from '../time/tools.ts'

/** Two groups that are the same step of both runs; null if a run does not have it. */
export interface Match {
  readonly base: NamedGroup | null
  readonly head: NamedGroup | null
}

/** A way to recognise a step whose command line changed: groups with equal keys match. */
interface Stage {
  /** Undefined if this stage cannot recognise the group. */
  readonly keyOf: (group: NamedGroup, run: Compared) => string | undefined
  /** Several groups with one key on a side cannot be distinguished. */
  readonly unique?: true
}

/** The name of a tool that runs a text does not describe its work. */
const SHELLS = /^(?:ba|da|z|k|a|fi|c|tc)?sh$/

const joined = (...parts: readonly (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : parts.join('\n')
const baseName = (path: string | undefined) => path?.slice(path.lastIndexOf('/') + 1)
const tool = ({ name }: NamedGroup) => toolOf(name)
const object = ({ commandLine }: NamedGroup) => objectOf(commandLine)

/** From the surest to the boldest. The first stage of all, the same line, is the key of `groupsOf`. */
const STAGES: readonly Stage[] = [
  { keyOf: (group) => joined(tool(group), object(group), outputOf(group.commandLine), group.directory) },
  { keyOf: (group) => joined(tool(group), baseName(object(group)), group.directory) },
  { keyOf: (group, run) => joined(tool(group), outputsOf(run, group.row) || undefined) },
  { keyOf: (group) => joined(tool(group), baseName(object(group))), unique: true },
  {
    keyOf: (group) =>
      object(group) === undefined && !SHELLS.test(tool(group))
        ? joined(tool(group), group.directory)
        : undefined,
    unique: true,
  },
]

/** Above this, candidates with one key are paired in their order instead of by likeness, which takes their square. */
const MOST_LIKENED = 30

/**
 * Finds the steps that two runs have in common, in stages: the same command line and directory; the same tool, subject
 * and directory; the same outputs, where files are known; at last the only candidates of a tool. So a step survives
 * changed flags, moved directories and renamed temporary files. O(n) for n processes.
 */
export function matchRuns(base: Compared, head: Compared): Match[] {
  const left = groupsOf(base)
  const right = groupsOf(head)
  const matches: Match[] = []
  for (const [key, group] of left) {
    const same = right.get(key)
    if (!same) continue
    matches.push({ base: group, head: same })
    left.delete(key)
    right.delete(key)
  }
  let [gone, added] = [[...left.values()], [...right.values()]]
  for (const stage of STAGES) {
    if (gone.length === 0 || added.length === 0) break
    const matched = matchBy(stage, [base, gone], [head, added])
    matches.push(...matched)
    const known = new Set(matched.flatMap(({ base, head }) => [base, head]))
    gone = gone.filter((group) => !known.has(group))
    added = added.filter((group) => !known.has(group))
  }
  return [
    ...matches,
    ...gone.map((group) => ({ base: group, head: null })),
    ...added.map((group) => ({ base: null, head: group })),
  ]
}

type Side = readonly [run: Compared, groups: readonly NamedGroup[]]

function matchBy({ keyOf, unique }: Stage, base: Side, head: Side): Match[] {
  const [left, right] = [base, head].map(([run, groups]) => {
    const byKey = new Map<string, NamedGroup[]>()
    for (const group of groups) {
      const key = keyOf(group, run)
      if (key === undefined) continue
      const others = byKey.get(key)
      if (others) others.push(group)
      else byKey.set(key, [group])
    }
    return byKey
  })
  const matches: Match[] = []
  for (const [key, before] of left!) {
    const after = right!.get(key)
    if (!after || (unique && before.length + after.length > 2)) continue
    matches.push(...pairs(before, after))
  }
  return matches
}

/** Pairs those that are most alike first. */
function pairs(before: readonly NamedGroup[], after: readonly NamedGroup[]): Match[] {
  if (before.length > MOST_LIKENED || after.length > MOST_LIKENED)
    return before.slice(0, after.length).map((base, i) => ({ base, head: after[i]! }))
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
