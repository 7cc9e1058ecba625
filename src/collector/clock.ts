import { fromMilliseconds } from '../wire/time.ts'

/** A monotonic clock tied to the calendar once; plain data, so that a worker thread can share it. */
export interface Clock {
  /** `process.hrtime.bigint()` at the moment of tying. */
  readonly base: bigint
  /** Nanoseconds since 1970 at that moment. */
  readonly origin: bigint
}

/** Ties the monotonic clock, which all threads of this process share, to the calendar. */
export function startClock(): Clock {
  const origin = fromMilliseconds(performance.timeOrigin + performance.now())
  return { base: process.hrtime.bigint(), origin }
}

/** Nanoseconds since the clock was tied; exact as a number for 104 days. */
export const elapsed = (clock: Clock): number => Number(process.hrtime.bigint() - clock.base)

/** Nanoseconds since 1970 for a result of `elapsed`. */
export const toTime = (clock: Clock, nanoseconds: number): bigint => clock.origin + BigInt(nanoseconds)

/** Nanoseconds since 1970, never running backwards within one clock. */
export const now = (clock: Clock): bigint => clock.origin + process.hrtime.bigint() - clock.base
