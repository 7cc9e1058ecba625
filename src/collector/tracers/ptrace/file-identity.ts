import { statSync, type Stats } from 'node:fs'

/** Asks for a file, through symbolic links. @returns undefined if it is not there, or not for us to see */
export function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** Whether two looks found one file, with the same contents: no tool can set the time of its last change (inode(7)). */
export const isSameFile = (one: FileIdentity, other: FileIdentity): boolean =>
  one.ino === other.ino && one.dev === other.dev && one.ctimeMs === other.ctimeMs

/** Identifies a file and its contents. */
export type FileIdentity = Pick<Stats, 'ino' | 'dev' | 'ctimeMs'>
