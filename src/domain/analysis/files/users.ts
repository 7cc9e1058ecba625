import type { FileUses } from '../recorded.ts'
import { READS, WRITES } from './ways.ts'

/** Which processes used each file. Those of file `f` stand at `first[f]` … `first[f + 1] - 1`, by row. */
export interface FileUsers {
  readonly first: ArrayLike<number>
  readonly row: ArrayLike<number>
  /** A sum of `ACCESS`. */
  readonly access: ArrayLike<number>
}

/** Turns the files of each process into the processes of each file. O(n). */
export function usersByFile({ names, first, file, access }: FileUses): FileUsers {
  const begin = new Uint32Array(names.length + 1)
  for (let use = 0; use < file.length; use++) begin[file[use]! + 1]!++
  for (let each = 1; each < begin.length; each++) begin[each]! += begin[each - 1]!
  const next = begin.slice()
  const row = new Uint32Array(file.length)
  const flags = new Uint8Array(file.length)
  for (let process = 0; process + 1 < first.length; process++)
    for (let use = first[process]!; use < first[process + 1]!; use++) {
      const at = next[file[use]!]!++
      row[at] = process
      flags[at] = access[use]!
    }
  return { first: begin, row, access: flags }
}

/** Places in `FileUsers` of the processes that used a file in one of some ways, by row. */
export function usersOf({ first, access }: FileUsers, file: number, ways: number): number[] {
  const places: number[] = []
  for (let at = first[file]!; at < first[file + 1]!; at++) if (access[at]! & ways) places.push(at)
  return places
}

/** The rows of the processes that read a file, or executed it. */
export const readersOf = (users: FileUsers, file: number): number[] =>
  usersOf(users, file, READS).map((at) => users.row[at]!)

/** The rows of the processes that wrote a file, made it, or gave it its name. */
export const writersOf = (users: FileUsers, file: number): number[] =>
  usersOf(users, file, WRITES).map((at) => users.row[at]!)
