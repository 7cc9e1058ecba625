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

/**
 * The processes of a run by normalised command line and directory. Processes with the same command line and directory form one
 * group, because nothing else distinguishes them. The key of a group is its directory, a newline and its command line. O(n).
 */
export function groupsOf({ processes, until, workingDir }: Compared): Map<string, NamedGroup> {
  const own = ownTimes(processes, until)
  const groups = new Map<string, { -readonly [K in keyof NamedGroup]: NamedGroup[K] }>()
  const keys = new Map<number, string>()
  for (let row = 0; row < processes.count; row++) {
    // Processes share command lines and directories: each pair is normalised once.
    const pair = processes.commandLine[row]! * 0x4000000 + processes.workingDir[row]!
    let key = keys.get(pair)
    if (key === undefined) {
      const commandLine = normaliseCommandLine(textOf(processes, processes.commandLine, row), workingDir)
      const directory = relativeDirectory(textOf(processes, processes.workingDir, row), workingDir)
      keys.set(pair, (key = `${directory}\n${commandLine}`))
    }
    const cpuTime = processes.cpuTime[row]! || 0
    const group = groups.get(key)
    if (!group) {
      const at = key.indexOf('\n')
      const texts = { commandLine: key.slice(at + 1), directory: key.slice(0, at) }
      const name = textOf(processes, processes.name, row)
      groups.set(key, { ...texts, name, count: 1, own: own[row]!, cpuTime, row })
      continue
    }
    if (own[row]! > own[group.row]!) group.row = row
    group.count++
    group.own += own[row]!
    group.cpuTime += cpuTime
  }
  return groups
}
