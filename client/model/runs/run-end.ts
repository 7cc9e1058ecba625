import type { ProcessRows } from '../processes/process-rows.ts'
import { toMilliseconds } from '../processes/process-update.ts'
import type { RunHead } from './run-head.ts'
import { isLive } from './run-list.ts'

/**
 * The end of a run in milliseconds since its origin; of one that fell silent, when it was last heard from. Never
 * before its last process.
 * @param now milliseconds since 1970: where a live run ends
 */
export function endOf(run: RunHead, rows: ProcessRows, now: number): number {
  const last = lastMoment(rows)
  if (isLive(run)) return Math.max(last, now - rows.origin)
  return Math.max(last, toMilliseconds(run.endTime ?? run.lastSeenTime) - rows.origin, 1)
}

let lastOf: { rows: ProcessRows; version: number; moment: number } | undefined

/** The last start or end that is known, in milliseconds since the origin; kept, because it is asked for with every frame. */
export function lastMoment(rows: ProcessRows): number {
  if (lastOf?.rows === rows && lastOf.version === rows.version) return lastOf.moment
  let moment = 0
  for (let row = 0; row < rows.count; row++) {
    const end = rows.end[row]!
    moment = Math.max(moment, end === Infinity ? rows.start[row]! : end)
  }
  lastOf = { rows, version: rows.version, moment }
  return moment
}
