import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { BuildSpyError, Unavailable } from '../errors.ts'
import { parseSubmission } from '../wire/parse.ts'
import type { Submission } from '../wire/read.ts'
import { takeSpoolFile, type Notice, type TakenFile } from '../spool/spool.ts'
import type { Ingest } from './ingest.ts'

/** Between two attempts while the queue is full or the database cannot write, milliseconds. */
const PAUSE_MS = 1000

/** What came of the spool. */
export interface Intake {
  files: number
  stored: number
  /** Lines that no daemon could store: cut short, invalid, of an unknown run. */
  rejected: number
}

/**
 * Takes in what builds left in the spool while no daemon ran. A file goes only after all of it is committed; a
 * crash in between stores its beginning twice, which the ids in it make harmless.
 * @param notice is told once of each path what a person should know
 * @param signal ends it between two batches; the file at hand waits for the next start
 */
export async function takeInSpool(
  ingest: Ingest,
  directory: string,
  signal: AbortSignal,
  notice: Notice,
): Promise<Intake> {
  const intake: Intake = { files: 0, stored: 0, rejected: 0 }
  const told = new Set<string>()
  const once: Notice = (path, what) => {
    if (!told.has(path)) notice(path, what)
    told.add(path)
  }
  const take = () => takeSpoolFile(directory, once)
  for (let file = take(); file; file = take()) {
    const isWhole = await takeInFile(ingest, file, signal, intake).catch((error: unknown) => {
      file?.release()
      throw error
    })
    if (!isWhole) {
      file.release()
      break
    }
    file.remove()
    intake.files++
  }
  return intake
}

/** @returns whether all of the file was taken in; it was ended otherwise */
async function takeInFile(
  ingest: Ingest,
  file: TakenFile,
  signal: AbortSignal,
  intake: Intake,
): Promise<boolean> {
  for (const lines of file.batches()) {
    await setImmediate()
    const rejected = await takeIn(ingest, lines, signal)
    if (rejected === undefined) return false
    intake.rejected += rejected
    intake.stored += lines.length - rejected
  }
  return true
}

/** @returns how many lines were rejected; undefined if it was ended */
async function takeIn(
  ingest: Ingest,
  lines: readonly string[],
  signal: AbortSignal,
): Promise<number | undefined> {
  const submissions = lines.flatMap((line): Submission[] => {
    try {
      return [parseSubmission(line)]
    } catch (error) {
      if (error instanceof BuildSpyError) return []
      throw error
    }
  })
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0)
  while (!signal.aborted) {
    try {
      const outcomes = await ingest.submit(submissions, bytes)
      return lines.length - outcomes.filter((error) => error === null).length
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      await sleep(PAUSE_MS, undefined, { signal }).catch(() => {})
    }
  }
  return undefined
}
