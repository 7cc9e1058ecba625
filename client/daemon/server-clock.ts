/**
 * The daemon's time, to compare with times from the daemon or from a build on its machine, because the reader's clock may be
 * wrong. It comes from the `Date` header of responses. The header's precision of a second suffices for larger differences.
 */
const TOLERANCE_MS = 2500

let ahead = 0
/** When the daemon was last heard from, in its own time; undefined while it is connected. */
let stopped: number | undefined

/** Records the time of a response. */
export function noteServerTime(answer: Response): Response {
  noteServerDate(answer.headers.get('date'))
  return answer
}

/** Records a `Date` header that has just arrived. */
export function noteServerDate(date: string | null): void {
  const difference = Date.parse(date ?? '') - Date.now()
  // Plus half a second, because the header has whole seconds.
  if (Number.isFinite(difference)) ahead = Math.abs(difference) > TOLERANCE_MS ? difference + 500 : 0
}

/** How far the daemon's clock is ahead of ours, in milliseconds. */
export const clockAhead = (): number => ahead

/** The daemon's time in milliseconds since 1970. It stands still while the daemon is away. */
export const serverNow = (): number => stopped ?? Date.now() + ahead

/** Stops the clock: nobody knows what happens to the builds from now on. A second time changes nothing. */
export const stopClock = (): void => void (stopped ??= serverNow())

/** Lets the clock go on. */
export const startClock = (): void => void (stopped = undefined)
