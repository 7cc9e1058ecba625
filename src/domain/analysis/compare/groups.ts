import { normaliseCommandLine, relativeDirectory } from './command-line.ts'
import type { FileUses } from '../recorded.ts'
import { textOf, type Processes } from '../processes.ts'
import { ownTimes } from '../time/own-time.ts'

/** A run to compare. */
export interface Compared {
  readonly processes: Processes
  /** The end of its processes that still run, in milliseconds. */
  readonly until: number
  readonly workingDir: string
  /** Null without `--files`. */
  readonly files?: FileUses | null
}

/** Processes of a run with one command line and directory: how many, and their times in milliseconds. */
export interface Group {
  readonly count: number
  readonly own: number
  readonly cpuTime: number
  /** The longest of them. */
  readonly row: number
}

/** A group with the normalised texts that it is matched by. */
export interface NamedGroup extends Group {
  readonly commandLine: string
  /** As seen from the directory of the run. */
  readonly directory: string
  readonly name: string
}

/** A run to compare, with its groups: once for all that compares them. */
export interface GroupedRun extends Compared {
  readonly groups: ReadonlyMap<string, NamedGroup>
}

/** A run with its groups. O(n). */
export const grouped = (run: Compared): GroupedRun => ({ ...run, groups: groupsOf(run) })

/**
 * The processes of a run by normalised command line and directory. Processes with the same command line and directory form one
 * group, because nothing else distinguishes them. The key of a group is its directory, a newline and its command line. O(n).
 */
function groupsOf({ processes, until, workingDir }: Compared): Map<string, NamedGroup> {
  const own = ownTimes(processes, until)
  const groups = new Map<string, NamedGroupInMaking>()
  const directoryOf = relativeTo(workingDir)
  /** Rows by command line, since most run in one directory only; of other directories by both. */
  const byLine = new Map<number, number>()
  const byPair = new Map<number, number>()
  const groupOfRow: NamedGroupInMaking[] = []
  for (let row = 0; row < processes.count; row++) {
    const group = groupOf(row)
    groupOfRow.push(group)
    if (group.count === 0 || own[row]! > own[group.row]!) group.row = row
    group.count++
    group.own += own[row]!
    group.cpuTime += processes.cpuTime[row]! || 0
  }
  return groups

  /** Each pair of command line and directory is normalised once. */
  function groupOf(row: number): NamedGroupInMaking {
    const line = processes.commandLine[row]!
    const directory = processes.workingDir[row]!
    const first = byLine.get(line)
    if (first === undefined) byLine.set(line, row)
    else if (processes.workingDir[first] === directory) return groupOfRow[first]!
    else {
      const pair = line * 0x4000000 + directory
      const same = byPair.get(pair)
      if (same !== undefined) return groupOfRow[same]!
      byPair.set(pair, row)
    }
    const where = directoryOf(textOf(processes, processes.workingDir, row))
    const key = `${where}\n${normaliseCommandLine(textOf(processes, processes.commandLine, row), workingDir)}`
    const known = groups.get(key)
    if (known) return known
    const group = {
      // A part of the key, so that the text is in memory once.
      commandLine: key.slice(where.length + 1),
      directory: where,
      name: textOf(processes, processes.name, row),
      count: 0,
      own: 0,
      cpuTime: 0,
      row,
    }
    groups.set(key, group)
    return group
  }
}

type NamedGroupInMaking = { -readonly [K in keyof NamedGroup]: NamedGroup[K] }

/** Directories as seen from that of the run, each found once. */
function relativeTo(runDirectory: string): (directory: string) => string {
  const known = new Map<string, string>()
  return (directory) => {
    let relative = known.get(directory)
    if (relative === undefined) known.set(directory, (relative = relativeDirectory(directory, runDirectory)))
    return relative
  }
}
