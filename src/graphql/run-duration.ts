import type { RunRow } from '../domain/model.ts'

/** Milliseconds, as the client measured it; else from start to end. Null while it runs. */
export function durationOf({ duration, startTime, endTime }: RunRow): number | null {
  if (duration !== null) return Number(duration)
  return endTime === null ? null : Number(endTime - startTime) / 1e6
}
