import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  unlinkSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { isLoopback } from '../loopback.ts'
import { LineReader } from './line-reader.ts'
import { isOwn, makePrivateDirectory, narrow, whyForeign } from './private-files.ts'

/**
 * The spool: files of wire lines in the data directory that did not reach the daemon. A daemon stores the files of `local/`
 * when it starts. The next `buildspy run` delivers the files for its daemon.
 *
 * A file is `ID.ndjson` while it waits, and `ID.PID.open` while process PID writes or reads it. A taker renames the file, and
 * one of several takers wins (rename(2)). The file of a dead process waits again.
 */
const NAME = /^([0-9a-f-]{36})\.(?:ndjson|(\d+)\.open)$/

const SPOOL = 'spool'

/**
 * The directory where lines wait for a daemon. A daemon on this machine reads `local`; another daemon has a directory with its
 * address.
 * @param data the data directory
 */
export function spoolDirectory(data: string, daemon?: URL): string {
  const place = !daemon || isLoopback(daemon.hostname) ? 'local' : encodeURIComponent(daemon.host)
  return join(data, SPOOL, place)
}

/**
 * Makes the directory of a spool, and removes other users' access to it and to the spool. The data directory above may hold
 * other things, and is the daemon's business.
 * @throws the system's error
 */
export function makeSpoolDirectory(directory: string): void {
  makePrivateDirectory(directory)
  narrow(directory)
  const around = dirname(directory)
  if (basename(around) === SPOOL) narrow(around)
}

export const openName = (id: string): string => `${id}.${process.pid}.open`
export const waitingName = (id: string): string => `${id}.ndjson`

/** A spool file that this process has taken. */
export interface TakenFile {
  readonly path: string
  /**
   * Lines from the beginning, in batches, without an incomplete last line. A batch may be empty, so that its reader can yield.
   * It throws the system's error.
   */
  batches(): Generator<readonly string[], void>
  /** Deletes the file, because all of it is stored. If that fails, it is taken again after the end of this process. */
  remove(): void
  /** Leaves the file to the next taker. */
  release(): void
  /** Leaves the file to a taker after the end of this process, because it cannot be read. */
  leave(): void
}

/** Receives a path and its problem: the reason why it was skipped, or that others could read it. */
export type Notice = (path: string, what: string) => void

/**
 * Takes the oldest file that waits, or whose process has died. It takes only regular files of this user and follows no link,
 * because the daemon would store a foreign file in this user's name.
 * @returns undefined if there is none
 */
export function takeSpoolFile(directory: string, notice: Notice = () => {}): TakenFile | undefined {
  for (const name of list(directory, notice)) {
    const [, id, owner] = NAME.exec(name) ?? []
    const waiting = join(directory, name)
    if (owner && isAlive(Number(owner))) continue
    const reason = id ? whyForeign(waiting) : 'does not have the name of a spool file'
    const file = id && !reason ? take(directory, id, waiting, notice) : undefined
    if (reason) notice(waiting, `${reason}, and stays there`)
    if (file) return file
  }
  return undefined
}

function take(directory: string, id: string, waiting: string, notice: Notice): TakenFile | undefined {
  const path = join(directory, openName(id))
  const giveBack = () => tried(path, notice, () => renameSync(path, join(directory, waitingName(id))))
  try {
    renameSync(waiting, path)
  } catch {
    // Another process was faster.
    return undefined
  }
  try {
    return takenFile(path, openRegular(path), giveBack, notice)
  } catch (error) {
    notice(waiting, `cannot be read, and stays there: ${(error as Error).message}`)
    giveBack()
    return undefined
  }
}

function takenFile(path: string, fd: number, giveBack: () => void, notice: Notice): TakenFile {
  let isOpen = true
  const close = () => {
    if (isOpen) closeSync(fd)
    isOpen = false
  }
  return {
    path,
    batches: () => readBatches(fd),
    remove() {
      close()
      tried(path, notice, () => unlinkSync(path))
    },
    release() {
      close()
      giveBack()
    },
    leave: close,
  }
}

/** Does something that may fail, because the file then waits from the end of this process on. */
function tried(path: string, notice: Notice, act: () => void): void {
  try {
    act()
  } catch (error) {
    notice(path, `stays there until this process has ended: ${(error as Error).message}`)
  }
}

/** Names in the spool; none if the directory is a link or belongs to another user. */
function list(directory: string, notice: Notice): string[] {
  try {
    for (const path of [dirname(directory), directory]) {
      const stats = lstatSync(path, { throwIfNoEntry: false })
      if (!stats) return []
      if (!stats.isDirectory() || !isOwn(stats)) {
        notice(path, 'is not a directory of this user, and stays as it is')
        return []
      }
      const before = narrow(path)
      if (before) notice(path, `was open to other users (mode ${before}), and is now private`)
    }
    return readdirSync(directory).sort()
  } catch (error) {
    notice(directory, `cannot be read: ${(error as Error).message}`)
    return []
  }
}

/** Opens a file, and checks its type again. A FIFO would wait for its other end, and a device may do anything. */
function openRegular(path: string): number {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  const stats = fstatSync(fd)
  if (stats.isFile() && isOwn(stats)) return fd
  closeSync(fd)
  throw new Error('is not a regular file of this user')
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function* readBatches(fd: number): Generator<readonly string[], void> {
  const reader = new LineReader(fd)
  for (let lines = reader.next(); lines; lines = reader.next()) yield lines
  if (isWhole(reader.rest)) yield [reader.rest]
}

function isWhole(line: string): boolean {
  try {
    return typeof JSON.parse(line) === 'object'
  } catch {
    return false
  }
}
