import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backup, DatabaseSync } from '@photostructure/sqlite'
import { Misconfigured } from '../../errors.ts'
import { createPrivateFile } from '../../spool/private-files.ts'
import { BESIDE, DATABASE, lockDataDirectory, prepareDataDirectory } from './data-directory.ts'

/** A backup: its file, builds and bytes. */
export interface Backup {
  readonly file: string
  readonly builds: number
  readonly bytes: number
}

/** All pages in one step. With WAL, that neither waits for the daemon nor holds it up, and nothing makes it begin again. */
const AT_ONCE = { rate: -1 }

/**
 * Copies the database of a data directory while its daemon may run, with SQLite's backup interface. The copy is one file, has
 * every commit before its beginning, and has been checked. (https://sqlite.org/backup.html)
 * @param force whether an existing file is replaced
 * @throws Misconfigured with advice
 */
export async function backUp(directory: string, file: string, force: boolean): Promise<Backup> {
  const source = join(directory, DATABASE)
  if (!sizeOf(source))
    throw new Misconfigured(`There is no database in ${directory}. Choose another with --data.`)
  if (existsSync(file) && !force)
    throw new Misconfigured(`${file} exists. Choose another name, or replace it with --force.`)
  return copy(source, file)
}

/**
 * Puts a backup into a data directory that no daemon uses.
 * @param force whether a database there is replaced
 * @throws Misconfigured with advice; the directory then has what it had
 */
export async function restore(file: string, directory: string, force: boolean): Promise<Backup> {
  if (!sizeOf(file)) throw new Misconfigured(`${file} is not a backup: it does not exist, or is empty.`)
  const isUsed = sizeOf(join(directory, DATABASE)) > 0
  const database = prepareDataDirectory(directory, () => {})
  const unlock = await lockDataDirectory(directory)
  try {
    if (isUsed && !force)
      throw new Misconfigured(
        `${directory} has a database. Choose another directory with --data, or replace the database with --force.`,
      )
    return await copy(file, database)
  } finally {
    await unlock()
  }
}

/** Copies a database beside its place, checks it, and moves it there, so that the place never has a part of one. */
async function copy(source: string, file: string): Promise<Backup> {
  const unfinished = `${file}.unfinished`
  try {
    rmSync(unfinished, { force: true })
    closeSync(createPrivateFile(unfinished, 'wx'))
    await copyPages(source, unfinished)
    const builds = check(unfinished, source)
    flush(unfinished)
    // The log of another database would be applied to this one.
    for (const end of ENDS) rmSync(file + end, { force: true })
    renameSync(unfinished, file)
    flush(dirname(file))
    return { file, builds, bytes: sizeOf(file) }
  } catch (cause) {
    rmSync(unfinished, { force: true })
    if (cause instanceof Misconfigured) throw cause
    throw new Misconfigured(`${source} cannot be copied to ${file}: ${(cause as Error).message}`, { cause })
  }
}

async function copyPages(source: string, file: string): Promise<void> {
  const database = new DatabaseSync(source)
  try {
    await backup(database, file, AT_ONCE)
  } finally {
    database.close()
  }
}

/** The ends of the names of SQLite's files beside a database. */
const ENDS = BESIDE.map((name) => name.slice(DATABASE.length))

/**
 * Checks a copy that nobody uses, and makes it a single file.
 * @param source of what it is a copy
 * @returns the number of its builds
 * @throws Misconfigured if it is damaged, or not ours
 */
function check(file: string, source: string): number {
  const database = new DatabaseSync(file, { returnArrays: true })
  try {
    database.exec('PRAGMA journal_mode = DELETE')
    const [[found]] = database.prepare('PRAGMA integrity_check(1)').all() as [[string]]
    if (found !== 'ok') throw new Error(found)
    const [[builds]] = database.prepare('SELECT count(*) FROM "Run"').all() as [[number]]
    return builds
  } catch (cause) {
    throw new Misconfigured(`${source} is no sound BuildSpy database: ${(cause as Error).message}`, { cause })
  } finally {
    database.close()
  }
}

/** Waits until a file or directory is on the disk. */
function flush(path: string): void {
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0
