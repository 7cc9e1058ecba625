import {
  chmodSync,
  closeSync,
  fchmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  statSync,
  type Stats,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * Modes of files and directories that only this user reads, because command lines can contain secrets. They are set after the
 * creation, because umask(2) removes bits, and they narrow existing files.
 */
const FILE = 0o600
const DIRECTORY = 0o700

/** The bits of group and others (inode(7)). */
const OTHERS = 0o077

/** Whether a file belongs to this user. Windows has no user ids. */
export const isOwn = ({ uid }: Pick<Stats, 'uid'>): boolean => {
  const self = process.geteuid?.()
  return self === undefined || uid === self
}

/** Whether other users can read, write or enter a file. Windows has no such modes. */
export const isOpen = ({ mode }: Pick<Stats, 'mode'>): boolean =>
  process.platform !== 'win32' && (mode & OTHERS) !== 0

/** A mode as text: `0755`. */
export const modeOf = ({ mode }: Pick<Stats, 'mode'>): string => (mode & 0o7777).toString(8).padStart(4, '0')

/**
 * Makes a directory that only this user can enter, and its missing parents. An existing directory stays as it is. It avoids
 * `recursive: true`, which never returns where the kernel allows no directories, as in `/proc`.
 * @returns whether it was made
 * @throws the system's error
 */
export function makePrivateDirectory(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false })) return false
  if (dirname(path) !== path) makePrivateDirectory(dirname(path))
  try {
    mkdirSync(path, { mode: DIRECTORY })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
  chmodSync(path, DIRECTORY)
  return true
}

/** Removes the access of other users to a directory or file of this user. @returns its mode before, if that was wider */
export function narrow(path: string): string | undefined {
  const stats = statSync(path)
  if (!isOpen(stats) || !isOwn(stats)) return undefined
  chmodSync(path, stats.isDirectory() ? DIRECTORY : FILE)
  return modeOf(stats)
}

/** Makes a new file that only this user can access. @returns its descriptor @throws EEXIST, also for a link */
export function createPrivateFile(path: string, flags: 'wx' | 'wx+'): number {
  const fd = openSync(path, flags, FILE)
  try {
    fchmodSync(fd, FILE)
  } catch (error) {
    closeSync(fd)
    throw error
  }
  return fd
}

/** The reason why a path is not a file of this user; undefined if it is one, or nothing is there. Links are not followed. */
export function whyForeign(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats) return undefined
  if (stats.isSymbolicLink()) return 'is a link'
  if (!stats.isFile()) return 'is not a regular file'
  return isOwn(stats) ? undefined : `belongs to another user (uid ${stats.uid})`
}
