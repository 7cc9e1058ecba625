import type { ProcessRows } from '../processes/process-rows.ts'
import { toMilliseconds } from '../processes/process-update.ts'
import type { RunHead } from './run-head.ts'
import { isLive } from './run-list.ts'

/**
 * The end of a run in milliseconds since its origin, and never before its last process. A silent run ends when the daemon last
 * heard from it.
 * @param now milliseconds since 1970, the end of a live run
 */
export function endOf(run: RunHead, rows: ProcessRows, now: number): number {
  const last = lastMoment(rows)
  if (isLive(run)) return Math.max(last, now - rows.origin)
  return Math.max(last, toMilliseconds(run.endTime ?? run.lastSeenTime) - rows.origin, 1)
}

let lastOf: { rows: ProcessRows; version: number; moment: number } | undefined

/** The latest known start or end, in milliseconds since the origin. It is cached, because every frame needs it. */
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
