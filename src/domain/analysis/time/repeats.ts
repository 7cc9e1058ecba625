import type { Processes } from '../processes.ts'

/** A command line that was run more than once in the same directory. Times in milliseconds. */
export interface Repeat {
  /** The longest of them. */
  readonly row: number
  readonly count: number
  /** Own time of all of them. */
  readonly own: number
  /** The saving if one of them had sufficed: all but the longest. */
  readonly spare: number
}

/**
 * Commands that were run again and again: the same command line, to the letter, in the same directory. The most that
 * could be saved first. O(n + k log k) for k repeated command lines.
 */
export function findRepeats(processes: Processes, own: ArrayLike<number>): Repeat[] {
  const groups = new Map<number, { row: number; count: number; own: number }>()
  for (let row = 0; row < processes.count; row++) {
    const key = processes.commandLine[row]! * 0x4000000 + processes.workingDir[row]!
    const group = groups.get(key)
    if (!group) groups.set(key, { row, count: 1, own: own[row]! })
    else {
      group.count++
      group.own += own[row]!
      if (own[row]! > own[group.row]!) group.row = row
    }
  }
  const repeats: Repeat[] = []
  for (const group of groups.values())
    if (group.count > 1) repeats.push({ ...group, spare: group.own - own[group.row]! })
  return repeats.sort((a, b) => b.spare - a.spare || a.row - b.row)
}
