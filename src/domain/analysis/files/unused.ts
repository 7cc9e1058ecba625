import { ACCESS, type FileUses } from '../recorded.ts'
import type { ProcessSpans } from '../spans.ts'
import { isDevice, READS } from './ways.ts'

/** Uses after which a file has contents of the build; a new directory has none. */
const FILLS = ACCESS.WRITTEN | ACCESS.LINKED

const NONE = -1

/**
 * The outputs that nobody needed: files that a process filled, that no other process read, executed or removed while that one
 * lived, or later, and that it did not remove itself. The products of the build are among them; devices and directories are
 * not. Only the lives of processes are known, not when in them a file was used: a file counts as read where that is
 * possible. O(n).
 * @param spans of the same rows, by ascending start
 * @returns places in `names`, ascending
 */
export function unusedFiles(
  { names, first, file, access }: FileUses,
  { start, end }: Pick<ProcessSpans, 'start' | 'end'>,
): number[] {
  // Of two writers one may read what it wrote, and then the other counts.
  const writer = new Int32Array(names.length).fill(NONE)
  const another = new Int32Array(names.length).fill(NONE)
  const eachUse = (look: (place: number, row: number, ways: number) => void) => {
    for (let row = 0; row + 1 < first.length; row++)
      for (let use = first[row]!; use < first[row + 1]!; use++) look(file[use]!, row, access[use]!)
  }
  eachUse((place, row, ways) => {
    if (!(ways & FILLS)) return
    if (writer[place] === NONE) writer[place] = row
    else if (another[place] === NONE) another[place] = row
  })
  const used = new Uint8Array(names.length)
  eachUse((place, row, ways) => {
    const isOwnTemporary = ways & ACCESS.REMOVED && ways & FILLS
    if (isOwnTemporary || ways & ACCESS.LISTED) used[place] = 1
    if (!(ways & (READS | ACCESS.REMOVED))) return
    const before = writer[place] === row ? another[place]! : writer[place]!
    if (before !== NONE && end[row]! > start[before]!) used[place] = 1
  })
  return Array.from(names.keys()).filter(
    (place) => writer[place] !== NONE && !used[place] && !isDevice(names[place]!),
  )
}
