import { setTimeout as sleep } from 'node:timers/promises'
import { BuildSpyError, Unavailable } from '../errors.ts'
import { parseSubmission } from '../wire/parse.ts'
import type { Submission } from '../wire/read.ts'
import { takeSpoolFile } from '../wire/spool.ts'
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
 * @param signal ends it between two batches; the file at hand waits for the next start
 */
export async function takeInSpool(ingest: Ingest, directory: string, signal: AbortSignal): Promise<Intake> {
  const intake: Intake = { files: 0, stored: 0, rejected: 0 }
  for (let file = takeSpoolFile(directory); file; file = takeSpoolFile(directory)) {
    for (const lines of file.batches()) {
      const rejected = await takeIn(ingest, lines, signal)
      if (rejected === undefined) {
        file.release()
        return intake
      }
      intake.rejected += rejected
      intake.stored += lines.length - rejected
    }
    file.remove()
    intake.files++
  }
  return intake
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
