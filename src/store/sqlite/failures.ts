import { BuildSpyError, Misconfigured } from '../../errors.ts'
import { signsOf, type Sign } from '../away.ts'

/**
 * Results that may pass: BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, FULL, CANTOPEN, PROTOCOL. A broken file stays broken.
 * (https://www.sqlite.org/rescode.html)
 */
const PASSING = [5, 6, 7, 8, 9, 10, 13, 14, 15]

/** Masks the primary result in an extended one. */
const PRIMARY = 0xff

/** Whether a sign means that the database cannot be used now. */
export const isAway = ({ code, kind }: Sign): boolean =>
  kind === 'SocketTimeout' || PASSING.includes(Number(code) & PRIMARY)

/** Results of a file that is no database, or no sound one: CORRUPT, NOTADB. */
const DAMAGED = [11, 26]

/** Explains how to make the daemon start. */
export function explainFailure(error: unknown, file: string): BuildSpyError {
  if (error instanceof BuildSpyError) return error
  const { message } = error as Error
  const isDamaged = [...signsOf(error)].some(({ code }) => DAMAGED.includes(Number(code) & PRIMARY))
  const advice = isDamaged
    ? `is damaged: ${message}. Restore a backup (buildspyd restore FILE --force), or move the file away to begin anew.`
    : `cannot be used: ${message}. Check its disk, and start again.`
  return new Misconfigured(`The database ${file} ${advice}`, { cause: error })
}
