import { durationOf } from '../domain/analysis/processes.ts'
import type { ExportedRun } from '../domain/analysis/export/exported-run.ts'

/** Spans of processes in a trace at most: those that keep and show traces refuse larger ones, or crawl. */
export const MOST_SPANS = 10_000

/** Which processes get a span. */
export interface KeptSpans {
  /** Rows, by row. */
  readonly rows: readonly number[]
  /** The row of the nearest ancestor with a span; −1 is the run itself. By row. */
  readonly above: Int32Array
  /** Processes without a span by the row of that ancestor. */
  readonly collapsed: ReadonlyMap<number, number>
}

/** Keeps the longest processes of a run. The others are counted where they would hang. O(n log n + n × depth). */
export function keptSpansOf({ processes, wall }: ExportedRun, most = MOST_SPANS): KeptSpans {
  const { count, start, parent } = processes
  const rows = Array.from({ length: count }, (_, row) => row)
  const longest =
    count > most
      ? rows.toSorted((a, b) => durationOf(processes, b, wall) - durationOf(processes, a, wall) || a - b)
      : rows
  const isKept = new Uint8Array(count)
  for (const row of longest.slice(0, most)) isKept[row] = 1
  /** A parent begins before its child. Where a record says otherwise, following it may lead in a circle. */
  const isOlder = (row: number, than: number) =>
    start[row]! < start[than]! || (start[row] === start[than] && row < than)
  const above = new Int32Array(count)
  const collapsed = new Map<number, number>()
  for (const row of rows) {
    let from = row
    let to = parent[row]!
    while (to >= 0 && isOlder(to, from) && !isKept[to]) [from, to] = [to, parent[to]!]
    above[row] = to >= 0 && isOlder(to, from) ? to : -1
    if (!isKept[row]) collapsed.set(above[row]!, (collapsed.get(above[row]!) ?? 0) + 1)
  }
  return { rows: rows.filter((row) => isKept[row]), above, collapsed }
}
