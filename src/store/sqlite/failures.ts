import type { Sign } from '../away.ts'

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
