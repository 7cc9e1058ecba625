import { leafConcurrency, type ProcessSpans, type Steps } from '../../../src/domain/analysis/concurrency.ts'
import { layOut, type Lanes, type Layout } from './lanes.ts'
import { colourOf, TOOL_COLOURS } from './palette.ts'
import type { ProcessRows } from './rows.ts'

/** `Scene.kind` of a process that ended badly; below it the tool's colour, plus TOOL_COLOURS if it waits. */
export const FAILED_KIND = TOOL_COLOURS * 2

/** A process that used less of its time than this while it had children was waiting for them. */
const BUSY_SHARE = 0.3

/** All that is drawn, derived from the rows at one moment. */
export interface Scene {
  readonly rows: ProcessRows
  readonly lanes: Lanes
  readonly concurrency: Steps
  /** The greatest concurrency. */
  readonly peak: number
  /** How each row is painted: see FAILED_KIND. */
  readonly kind: Uint8Array
}

/**
 * Derives the picture from the rows. O(n log n).
 * @param until where what has no end stops: Infinity while the build runs
 */
export function buildScene(rows: ProcessRows, layout: Layout, now: number, until: number): Scene {
  const spans: ProcessSpans = { count: rows.count, start: rows.start, end: rows.end, parent: rows.parent }
  const concurrency = leafConcurrency(spans, until)
  const peak = concurrency.level.reduce((most, level) => Math.max(most, level), 1)
  return { rows, lanes: layOut(spans, layout), concurrency, peak, kind: kindsOf(rows, now) }
}

function kindsOf(rows: ProcessRows, now: number): Uint8Array {
  const kind = new Uint8Array(rows.count)
  const hasChildren = new Uint8Array(rows.count)
  for (let row = 0; row < rows.count; row++) if (rows.parent[row]! >= 0) hasChildren[rows.parent[row]!] = 1
  const colours = new Map<number, number>()
  for (let row = 0; row < rows.count; row++) {
    const name = rows.name[row]!
    let colour = colours.get(name)
    if (colour === undefined) colours.set(name, (colour = colourOf(rows.nameOf(row))))
    const waits = hasChildren[row] && !(rows.cpuTime[row]! >= BUSY_SHARE * rows.durationOf(row, now))
    kind[row] = rows.failed(row) ? FAILED_KIND : waits ? colour + TOOL_COLOURS : colour
  }
  return kind
}
