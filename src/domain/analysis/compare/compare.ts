import { normaliseCommandLine, relativeDirectory } from './command-line.ts'
import { ownTimes } from '../time/own-time.ts'
import { textOf, type Processes } from '../processes.ts'
import { timeByTool, type ToolTime } from '../time/tools.ts'

/** A run to compare. */
export interface Compared {
  readonly processes: Processes
  /** Where its processes that run end, in milliseconds. */
  readonly until: number
  readonly workingDir: string
}

/** Processes of a run that did the same: how many, and their times in milliseconds. */
export interface Group {
  readonly count: number
  readonly own: number
  readonly cpuTime: number
  /** The longest of them. */
  readonly row: number
}

/** How a group of matched processes differs between two runs. */
export interface Change {
  readonly kind: 'slower' | 'faster' | 'new' | 'gone'
  /** Normalised: what both have in common. */
  readonly commandLine: string
  readonly directory: string
  readonly name: string
  readonly base: Group | null
  readonly head: Group | null
  /** Own time of the head less that of the base, in milliseconds. */
  readonly delta: number
}

/** A tool's time in both runs; null where a run did not use it. */
export interface ToolChange {
  readonly tool: string
  readonly name: string
  readonly base: ToolTime | null
  readonly head: ToolTime | null
  /** Own time of the head less that of the base, in milliseconds. */
  readonly delta: number
}

/** What differs between two runs. */
export interface Comparison {
  /** The largest difference first. */
  readonly changes: readonly Change[]
  readonly byTool: readonly ToolChange[]
  /** Groups whose times differ by less than is worth a word. */
  readonly unchanged: number
}

/** Differences below this, in milliseconds, or below this share, are noise. */
const LEAST_MS = 2
const LEAST_SHARE = 0.05

/**
 * Compares two runs process by process. Processes match that have the same normalised command line and directory;
 * several in one run are summed up, since which of them is which cannot be told. Compared is the own time, so that
 * what waits for a slower child is not slower itself. A run compared with itself has no changes.
 * O(n log n + k log k) for n processes and k groups.
 */
export function compareRuns(base: Compared, head: Compared): Comparison {
  const left = groupsOf(base)
  const right = groupsOf(head)
  const changes: Change[] = []
  let unchanged = 0
  for (const key of new Set([...left.keys(), ...right.keys()])) {
    const before = left.get(key)
    const after = right.get(key)
    const { commandLine, directory, name } = (after ?? before)!
    const delta = (after?.own ?? 0) - (before?.own ?? 0)
    const kind = !before ? 'new' : !after ? 'gone' : delta > 0 ? 'slower' : 'faster'
    const least = Math.max(LEAST_MS, LEAST_SHARE * (before?.own ?? 0))
    if (before && after && Math.abs(delta) < least) unchanged++
    else
      changes.push({ kind, commandLine, directory, name, base: before ?? null, head: after ?? null, delta })
  }
  changes.sort((a, b) => Math.abs(b.delta) - Math.abs(a.delta) || (a.commandLine < b.commandLine ? -1 : 1))
  return { changes, byTool: toolChanges(base, head), unchanged }
}

type Described = Group & Pick<Change, 'commandLine' | 'directory' | 'name'>

function groupsOf({ processes, until, workingDir }: Compared): Map<string, Described> {
  const own = ownTimes(processes, until)
  const groups = new Map<string, { -readonly [K in keyof Described]: Described[K] }>()
  const keys = new Map<number, string>()
  for (let row = 0; row < processes.count; row++) {
    // Processes share command lines and directories: each pair is normalised once.
    const pair = processes.commandLine[row]! * 0x4000000 + processes.workingDir[row]!
    let key = keys.get(pair)
    const commandLine = () => normaliseCommandLine(textOf(processes, processes.commandLine, row), workingDir)
    const directory = () => relativeDirectory(textOf(processes, processes.workingDir, row), workingDir)
    if (key === undefined) keys.set(pair, (key = `${directory()}\n${commandLine()}`))
    const cpuTime = processes.cpuTime[row]! || 0
    const group = groups.get(key)
    if (!group) {
      const at = key.indexOf('\n')
      groups.set(key, {
        commandLine: key.slice(at + 1),
        directory: key.slice(0, at),
        name: textOf(processes, processes.name, row),
        count: 1,
        own: own[row]!,
        cpuTime,
        row,
      })
      continue
    }
    if (own[row]! > own[group.row]!) group.row = row
    group.count++
    group.own += own[row]!
    group.cpuTime += cpuTime
  }
  return groups
}

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
