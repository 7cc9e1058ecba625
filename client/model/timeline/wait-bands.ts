import { waitedTimes } from '../../../src/domain/analysis/time/own-time.ts'
import { waitingOf, type Waiting } from '../../../src/domain/analysis/time/waiting.ts'
import type { ProcessRows } from '../processes/process-rows.ts'

/** The kinds of time in the order in which a band shows them. */
export const WAIT_KINDS = [
  'onCpu',
  'runQueue',
  'disk',
  'children',
  'other',
] as const satisfies readonly (keyof Waiting)[]

/**
 * How each process spent its time, as shares. Kind `k` of row `r` ends at `ends[r * 5 + k]` of WHOLE; a process of which
 * nothing was measured has only zeros.
 */
export interface WaitBands {
  readonly ends: Uint8Array
}

/** The length of a band in `WaitBands.ends`. */
export const WHOLE = 255

/** Derives the bands of all processes, or null if nothing was measured of any. O(n) after a sort. */
export function waitBands(rows: ProcessRows, now: number): WaitBands | null {
  const ends = new Uint8Array(rows.count * WAIT_KINDS.length)
  const childTime = waitedTimes(rows, -Infinity, Infinity, now)
  let isMeasured = false
  for (let row = 0; row < rows.count; row++) {
    const wall = rows.durationOf(row, now)
    const waiting = wall > 0 ? waitingOfRow(rows, row, wall, childTime[row]!) : null
    if (!waiting) continue
    isMeasured = true
    let sum = 0
    for (const [k, kind] of WAIT_KINDS.entries()) {
      sum += waiting[kind]
      ends[row * WAIT_KINDS.length + k] = Math.round((sum / wall) * WHOLE)
    }
  }
  return isMeasured ? { ends } : null
}

/** How a process spent its time, in milliseconds; null if nothing measured it. */
export function waitingOfRow(
  { cpuTime, waits }: ProcessRows,
  row: number,
  wall: number,
  childTime: number,
): Waiting | null {
  const cpu = cpuTime[row]!
  const runQueue = waits?.runQueue[row] ?? NaN
  const disk = waits?.disk[row] ?? NaN
  if (Number.isNaN(cpu) && Number.isNaN(runQueue) && Number.isNaN(disk)) return null
  return waitingOf({ wall, cpu, runQueue, disk, childTime })
}
