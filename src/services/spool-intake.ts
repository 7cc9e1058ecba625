import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { BuildSpyError, Unavailable } from '../errors.ts'
import { parseSubmission } from '../wire/parse.ts'
import type { Submission } from '../wire/read.ts'
import { takeSpoolFile, type Notice, type TakenFile } from '../spool/spool.ts'
import type { Ingest } from './ingest.ts'

/** Between two attempts while the queue is full or the database cannot write, milliseconds. */
const PAUSE_MS = 1000

/** The result of an intake. */
export interface Intake {
  files: number
  stored: number
  /** Lines that no daemon could store: cut short, invalid, or of an unknown run. */
  rejected: number
}

/**
 * Stores the spool files that builds left while no daemon ran. A file is deleted after all of it is committed. A crash in
 * between stores its beginning twice, which does no harm because every event has an id.
 * @param notice is called once for each path that a person should look at
 * @param signal ends the intake between two batches; the current file waits for the next start
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
    let isWhole: boolean
    try {
      isWhole = await takeInFile(ingest, file, signal, intake)
    } catch (error) {
      // The others need not wait for it.
      once(file.path, `cannot be taken in: ${(error as Error).message}`)
      file.leave()
      continue
    }
    if (!isWhole) {
      file.release()
      break
    }
    file.remove()
    intake.files++
  }
  return intake
}

/** @returns whether all of the file was stored; false if the intake was ended */
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

/** @returns the number of rejected lines; undefined if the intake was ended */
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
