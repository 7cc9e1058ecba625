import { closeSync, existsSync, readdirSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { Misconfigured, Unavailable } from '../../errors.ts'
import {
  createPrivateFile,
  isOpen,
  isOwn,
  makePrivateDirectory,
  modeOf,
  narrow,
  whyForeign,
} from '../../spool/private-files.ts'
import { SqliteAdapterFactory } from './adapter.ts'

/** Receives a text for each existing file whose mode changed. */
export type Tell = (text: string) => void

/** The database, and SQLite's files beside it, to which SQLite gives the mode of the database. */
export const DATABASE = 'buildspy.db'
export const BESIDE: readonly string[] = ['-wal', '-shm', '-journal'].map((end) => DATABASE + end)
const LOCK = 'daemon.lock'

/** All files of a data directory. */
const OURS: readonly string[] = [
  DATABASE,
  `${DATABASE}.unfinished`,
  ...BESIDE,
  LOCK,
  `${LOCK}-journal`,
  'spool',
]

const STICKY = 0o1000

/**
 * Prepares a data directory: the directory gets mode 0700 and its files 0600, whatever the umask, and all belong to this user.
 * Wider modes are narrowed. A directory of another user is accepted only from root, as for volumes of containers; then the
 * modes of the files protect them.
 * @returns the path of the database
 * @throws Misconfigured with advice
 */
export function prepareDataDirectory(directory: string, tell: Tell): string {
  try {
    if (!makePrivateDirectory(directory)) narrowDirectory(directory, tell)
  } catch (cause) {
    if (cause instanceof Misconfigured) throw cause
    throw new Misconfigured(`The data directory ${directory} cannot be made: ${(cause as Error).message}`, {
      cause,
    })
  }
  for (const name of [LOCK, DATABASE]) takeFile(join(directory, name), tell, true)
  for (const name of BESIDE) takeFile(join(directory, name), tell, false)
  return join(directory, DATABASE)
}

/** Bytes that must be free; on a small disk, a part of it. A WAL grows to 16 MiB, and batches need more. */
const LEAST_FREE = 64 * 1024 * 1024
const LEAST_PART = 0.05

/**
 * Detects a full disk before a write fails.
 * @throws Unavailable if the disk of a directory has less room than that; the system's error if it gives no answer
 */
export async function checkRoom(directory: string): Promise<void> {
  const { blocks, bavail, bsize } = await statfs(directory)
  // Some file systems have no size.
  if (blocks && bavail * bsize < Math.min(LEAST_FREE, blocks * bsize * LEAST_PART))
    throw new Unavailable('The disk of the data directory is full, or almost.')
}

function narrowDirectory(directory: string, tell: Tell): void {
  const stats = statSync(directory)
  if (!stats.isDirectory())
    throw new Misconfigured(`The data directory ${directory} is not a directory. Choose another with --data.`)
  if (!isOwn(stats) && stats.uid !== 0)
    throw new Misconfigured(
      `The data directory ${directory} belongs to another user (uid ${stats.uid}). Start buildspyd as that user, or choose another with --data.`,
    )
  if (!isOpen(stats)) return
  if (!isOwn(stats))
    return tell(`${directory} belongs to root and is open to other users (mode ${modeOf(stats)})`)
  const names = readdirSync(directory)
  if (!names.every((name) => OURS.includes(name)))
    throw new Misconfigured(
      `The data directory ${directory} is open to other users (mode ${modeOf(stats)}) and holds other files. ` +
        'Choose an empty one with --data, or close it to other users: chmod 700.',
    )
  // Users share such a directory, like /tmp and a new tmpfs. Its mode is not our business, and the modes of our files protect
  // them.
  if (stats.mode & STICKY) return tell(`${directory} is shared by users (mode ${modeOf(stats)})`)
  tell(`${directory} was open to other users (mode ${narrow(directory)}), and is now private`)
}

function takeFile(path: string, tell: Tell, make: boolean): void {
  const foreign = whyForeign(path)
  if (foreign)
    throw new Misconfigured(`${path} ${foreign}. Remove it, or choose another directory with --data.`)
  try {
    if (existsSync(path)) {
      const before = narrow(path)
      if (before) tell(`${path} was open to other users (mode ${before}), and is now private`)
    } else if (make) closeSync(createPrivateFile(path, 'wx'))
  } catch (cause) {
    // Another daemon that starts at the same time made it.
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unwritable(path, cause as Error)
  }
}

const unwritable = (path: string, cause: Error): Misconfigured =>
  new Misconfigured(`The data directory cannot be written: ${path}: ${cause.message}`, { cause })

/**
 * Allows one daemon for each data directory. The lock is an exclusive transaction on a database of its own. The kernel releases
 * it however the process ends, so no lock remains. Only this user can open the file, so nobody else can hold the lock.
 * @returns a function that releases it
 */
export async function lockDataDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, LOCK)
  const connection = await new SqliteAdapterFactory({ file, timeout: 0 }).connect().catch((cause: Error) => {
    throw unwritable(file, cause)
  })
  try {
    await connection.executeScript('BEGIN EXCLUSIVE')
  } catch (cause) {
    await connection.dispose()
    if (!/SocketTimeout|locked|busy/i.test((cause as Error).message)) throw unwritable(file, cause as Error)
    throw new Misconfigured(
      `Another buildspyd uses the data directory ${directory}. Stop it, or choose another with --data.`,
      { cause },
    )
  }
  return () => connection.dispose()
}
