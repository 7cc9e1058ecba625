import { leafConcurrency, type Steps } from '../../../src/domain/analysis/time/concurrency.ts'
import type { ProcessSpans } from '../../../src/domain/analysis/spans.ts'
import { cpuOverTime, memoryOverTime, peakOf } from '../../../src/domain/analysis/time/counters.ts'
import { layOut, type Lanes, type Layout } from './lanes.ts'
import { colourOf, TOOL_COLOURS } from './tool-colours.ts'
import type { ProcessRows } from '../processes/process-rows.ts'

/** `Scene.kind` of a failed process. Lower kinds are the tool's colour, plus TOOL_COLOURS for a waiting process. */
export const FAILED_KIND = TOOL_COLOURS * 2
/** The kind of a process that a search does not find. */
export const PASSED_OVER_KIND = FAILED_KIND + 1
/** The kind of a process that failed because a child of it did. */
export const FAILED_ABOVE_KIND = FAILED_KIND + 2

/** A process that used less of its time than this while it had children was waiting for them. */
const BUSY_SHARE = 0.3

/** CPU and memory over time, with their greatest levels. */
export interface Counters {
  readonly cpu: Steps<Float64Array>
  readonly cpuPeak: number
  readonly memory: Steps<Float64Array>
  readonly memoryPeak: number
}

/** The data derived from the rows at one moment: plain data, so that a worker can derive it. */
export interface SceneParts {
  /** `ProcessRows.version` of the rows. */
  readonly version: number
  readonly layout: Layout
  readonly lanes: Lanes
  readonly concurrency: Steps
  /** The greatest concurrency. */
  readonly peak: number
  /** How each row is painted: see FAILED_KIND. */
  readonly kind: Uint8Array
  /** Null if the caller does not need them. */
  readonly counters: Counters | null
}

/** The content of the picture. */
export interface Scene extends SceneParts {
  readonly rows: ProcessRows
}

/**
 * Derives the picture from the rows. O(n log n).
 * @param until the end of processes without one: Infinity while the build runs
 * @param counted with CPU and memory over time
 */
export function sceneParts(
  rows: ProcessRows,
  layout: Layout,
  counted: boolean,
  now: number,
  until: number,
): SceneParts {
  const spans: ProcessSpans = { count: rows.count, start: rows.start, end: rows.end, parent: rows.parent }
  const concurrency = leafConcurrency(spans, until)
  return {
    version: rows.version,
    layout,
    lanes: layOut(spans, layout),
    concurrency,
    peak: Math.max(1, peakOf(concurrency)),
    kind: kindsOf(rows, now),
    counters: counted ? countersOf(rows, Math.min(now, until)) : null,
  }
}

function countersOf(rows: ProcessRows, until: number): Counters {
  const cpu = cpuOverTime(rows, until)
  const memory = memoryOverTime(rows, until)
  return { cpu, cpuPeak: peakOf(cpu), memory, memoryPeak: peakOf(memory) }
}

/** How each row is painted during a search, which dims the rows that it does not find. */
export function kindsShown({ kind }: Scene, matches: Uint8Array | null): Uint8Array {
  return matches ? kind.map((own, row) => (matches[row] ? own : PASSED_OVER_KIND)) : kind
}

function kindsOf(rows: ProcessRows, now: number): Uint8Array {
  const kind = new Uint8Array(rows.count)
  const hasChildren = new Uint8Array(rows.count)
  const hasFailedChild = new Uint8Array(rows.count)
  for (let row = 0; row < rows.count; row++) {
    const above = rows.parent[row]!
    if (above < 0) continue
    hasChildren[above] = 1
    if (rows.failed(row)) hasFailedChild[above] = 1
  }
  const colours = new Map<number, number>()
  for (let row = 0; row < rows.count; row++) {
    const name = rows.name[row]!
    let colour = colours.get(name)
    if (colour === undefined) colours.set(name, (colour = colourOf(rows.nameOf(row))))
    const waits = hasChildren[row] && !(rows.cpuTime[row]! >= BUSY_SHARE * rows.durationOf(row, now))
    const usual = waits ? colour + TOOL_COLOURS : colour
    kind[row] = rows.failed(row) ? (hasFailedChild[row] ? FAILED_ABOVE_KIND : FAILED_KIND) : usual
  }
  return kind
}
