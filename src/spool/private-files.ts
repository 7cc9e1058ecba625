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
 * Files and directories that nobody else reads: command lines may tell secrets. Modes are set after the making, since
 * umask(2) takes bits away, and those of what was made before are narrowed.
 */
const FILE = 0o600
const DIRECTORY = 0o700

/** The bits of group and others (inode(7)). */
const OTHERS = 0o077

/** Whether a file is this user's; there are no users to ask on Windows. */
export const isOwn = ({ uid }: Pick<Stats, 'uid'>): boolean => {
  const self = process.geteuid?.()
  return self === undefined || uid === self
}

/** Whether others may read, write or enter something. There are no such modes on Windows. */
export const isOpen = ({ mode }: Pick<Stats, 'mode'>): boolean =>
  process.platform !== 'win32' && (mode & OTHERS) !== 0

/** A mode as people write it: `0755`. */
export const modeOf = ({ mode }: Pick<Stats, 'mode'>): string => (mode & 0o7777).toString(8).padStart(4, '0')

/**
 * Makes a directory that only this user enters, and those above it that are missing; one that is there is left as it is.
 * Not `recursive: true`: that never returns where the kernel takes no directories, as in `/proc`.
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

/** Takes a directory or file of this user from all others. @returns its mode before, if that was wider */
export function narrow(path: string): string | undefined {
  const stats = statSync(path)
  if (!isOpen(stats) || !isOwn(stats)) return undefined
  chmodSync(path, stats.isDirectory() ? DIRECTORY : FILE)
  return modeOf(stats)
}

/** Makes a file that is not there, for this user alone. @returns its descriptor @throws EEXIST, also for a link */
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

/** Why a path is no file of this user's; undefined if it is one, or nothing is there. A link is not followed. */
export function whyForeign(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false })
  if (!stats) return undefined
  if (stats.isSymbolicLink()) return 'is a link'
  if (!stats.isFile()) return 'is not a regular file'
  return isOwn(stats) ? undefined : `belongs to another user (uid ${stats.uid})`
}
