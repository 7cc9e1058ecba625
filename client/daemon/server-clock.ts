/**
 * The daemon's time, for what is measured from times that it, or a build on its machine, gave: the reader's clock may
 * be wrong. Read from the `Date` header of answers, whose second is exact enough once it is wrong by more.
 */
const TOLERANCE_MS = 2500

let ahead = 0

/** Takes note of the time in an answer of the daemon. */
export function noteServerTime(answer: Response): Response {
  noteServerDate(answer.headers.get('date'))
  return answer
}

/** Takes note of a `Date` header that has just come. */
export function noteServerDate(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now()
  // Half a second, because the header is cut to whole ones.
  if (Number.isFinite(difference)) ahead = Math.abs(difference) > TOLERANCE_MS ? difference + 500 : 0
}

/** How far the daemon's clock is ahead of ours, in milliseconds. */
export const clockAhead = (): number => ahead

/** The daemon's time in milliseconds since 1970. */
export const serverNow = (): number => Date.now() + ahead
