import { lastAtOrBefore, leafConcurrency, type Steps } from '../../../src/domain/analysis/time/concurrency.ts'
import { waitedTimes } from '../../../src/domain/analysis/time/own-time.ts'
import { toolOf } from '../../../src/domain/analysis/time/tools.ts'
import type { Waiting } from '../../../src/domain/analysis/time/waiting.ts'
import type { ProcessRows } from '../processes/process-rows.ts'
import { WAIT_KINDS, waitingOfRow } from './wait-bands.ts'

/** A tool's share of a range of time. */
export interface ToolShare {
  readonly tool: string
  /** A process name it goes by, for its colour. */
  readonly name: string
  readonly count: number
  /** Milliseconds in which its processes were alive and waited for no child. Processes at the same time all count. */
  readonly own: number
}

/** A summary of a range of time. Durations are cut to the range, in milliseconds. */
export interface RangeSummary {
  readonly length: number
  /** Processes that were alive in it. */
  readonly processes: number
  readonly failed: number
  /** Leaf processes at a time, weighted by time. */
  readonly meanConcurrency: number
  /** The busiest first. */
  readonly tools: readonly ToolShare[]
  /** How its processes spent the time, summed; null if nothing measured it. */
  readonly waiting: SummedWaiting | null
}

/** Milliseconds by kind; null where nothing measured a kind. */
export type SummedWaiting =
  | Waiting
  | (Omit<Waiting, 'runQueue' | 'disk'> & { readonly runQueue: null; readonly disk: null })

/** A part of a run's time, in milliseconds since its origin. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Sums up a range of time, or all of it. O(n log n). */
export function summariseRange(rows: ProcessRows, range: Range | null, now: number): RangeSummary {
  const { from, to } = range ?? { from: 0, to: now }
  const waited = waitedTimes(rows, from, to, now)
  const tools = new Map<string, { tool: string; name: string; count: number; own: number }>()
  const toolOfName = new Map<number, string>()
  let processes = 0
  let failed = 0
  for (let row = 0; row < rows.count; row++) {
    const start = Math.max(from, rows.start[row]!)
    const end = Math.min(to, rows.start[row]! + rows.durationOf(row, now))
    if (end < start) continue
    processes++
    if (rows.failed(row)) failed++
    let tool = toolOfName.get(rows.name[row]!)
    if (tool === undefined) toolOfName.set(rows.name[row]!, (tool = toolOf(rows.nameOf(row))))
    let share = tools.get(tool)
    if (!share) tools.set(tool, (share = { tool, name: rows.nameOf(row), count: 0, own: 0 }))
    share.count++
    share.own += end - start - waited[row]!
  }
  return {
    length: to - from,
    processes,
    failed,
    meanConcurrency: meanOf(leafConcurrency(rows, now), from, to),
    tools: [...tools.values()].sort((a, b) => b.own - a.own),
    waiting: sumWaiting(rows, { from, to }, now),
  }
}

/** Spreads how a process spent its time evenly over its life, and sums what is in the range. */
function sumWaiting(rows: ProcessRows, { from, to }: Range, now: number): SummedWaiting | null {
  const childTime = waitedTimes(rows, -Infinity, Infinity, now)
  const sum = { onCpu: 0, runQueue: 0, disk: 0, children: 0, other: 0 }
  let isMeasured = false
  for (let row = 0; row < rows.count; row++) {
    const wall = rows.durationOf(row, now)
    const start = rows.start[row]!
    const share = (Math.min(to, start + wall) - Math.max(from, start)) / wall
    const waiting = share > 0 ? waitingOfRow(rows, row, wall, childTime[row]!) : null
    if (!waiting) continue
    isMeasured = true
    for (const kind of WAIT_KINDS) sum[kind] += waiting[kind] * share
  }
  if (!isMeasured) return null
  return rows.waits ? sum : { ...sum, runQueue: null, disk: null }
}

function meanOf({ time, level }: Steps, from: number, to: number): number {
  let sum = 0
  for (let i = Math.max(0, lastAtOrBefore(time, from)); i < time.length && time[i]! < to; i++)
    sum += level[i]! * Math.max(0, Math.min(time[i + 1] ?? Infinity, to) - Math.max(time[i]!, from))
  return to > from ? sum / (to - from) : 0
}
