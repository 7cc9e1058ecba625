import { rowsByStart } from '../../../src/domain/analysis/order.ts'
import type { ProcessRows } from './process-rows.ts'
import { markStrings } from './string-search.ts'

/** Which processes a list can show. */
export const SHOWN = ['all', 'running', 'failed'] as const

/** Which processes are looked for. */
export interface ProcessFilter {
  readonly search: string
  readonly show: (typeof SHOWN)[number]
}

/** The result of a search. */
export interface Found {
  readonly search: string
  /** The rows, by start. */
  readonly found: Int32Array<ArrayBuffer>
  /** 1 for each row that was found. */
  readonly marks: Uint8Array<ArrayBuffer>
}

/** Finds processes by words of their names and command lines, or by pid. O(n), and O(characters). */
export function findProcesses(rows: ProcessRows, search: string): Found {
  const found = matching(rows, { search, show: 'all' })
  const marks = new Uint8Array(rows.count)
  for (const row of found) marks[row] = 1
  return { search, found, marks }
}

/**
 * The rows that a search finds, by start: those with all its words in the name or the command line, or with it as their pid.
 * Each string is searched once, however many processes share it.
 */
export function matching(rows: ProcessRows, { search, show }: ProcessFilter): Int32Array<ArrayBuffer> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const marks = words.map((word) => markStrings(rows.strings, word))
  const [pid] = words.length === 1 && /^\d+$/.test(words[0]!) ? [Number(words[0])] : []
  const isFound = (row: number): boolean => {
    if (rows.pid[row] === pid) return true
    for (const mark of marks) if (!mark[rows.name[row]!] && !mark[rows.commandLine[row]!]) return false
    return true
  }
  const found = new Int32Array(rows.count)
  let count = 0
  for (const row of rowsByStart(rows)) {
    if (show === 'running' && !rows.isRunning(row)) continue
    if (show === 'failed' && !rows.failed(row)) continue
    if (isFound(row)) found[count++] = row
  }
  return found.subarray(0, count)
}
