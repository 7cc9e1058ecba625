import { sortRows } from '../../../src/domain/analysis/order.ts'
import { ownTimes } from '../../../src/domain/analysis/time/own-time.ts'
import { familyOf, preorderOf } from './family.ts'
import { naturalRanks } from './natural-order.ts'
import { matching, type ProcessFilter } from './process-search.ts'
import type { ProcessRows } from './process-rows.ts'

/** The columns that can sort the table of processes. */
export const SORT_KEYS = [
  'name',
  'commandLine',
  'pid',
  'start',
  'duration',
  'own',
  'cpuTime',
  'peakMemory',
  'result',
] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** The keys by which the largest come first, unless it is asked for the other way round. */
export const LARGEST_FIRST: readonly SortKey[] = ['duration', 'own', 'cpuTime', 'peakMemory', 'result']

/** The filter and the order of the table of processes. */
export interface ListQuery extends ProcessFilter {
  readonly sort: SortKey
  readonly descending: boolean
}

/** The processes to show, in order. */
export interface ProcessList {
  readonly rows: Int32Array<ArrayBuffer>
  /** The number of ancestors above each; null for a list that is no tree. */
  readonly level: Uint16Array<ArrayBuffer> | null
  /** The longest duration of those that have a parent, in milliseconds. */
  readonly longest: number
}

/**
 * The list for a query. All processes by start form a tree; any other order or filter gives a flat list. Each string is
 * searched once, however many processes share it. O(n log n).
 */
export function listProcesses(rows: ProcessRows, query: ListQuery, now: number): ProcessList {
  const { sort, search, show } = query
  const list =
    sort === 'start' && show === 'all' && !search.trim()
      ? listTree(rows, query.descending)
      : { rows: listFlat(rows, query, now), level: null }
  let longest = 1
  for (const row of list.rows)
    if (rows.parent[row]! >= 0) longest = Math.max(longest, rows.durationOf(row, now))
  return { ...list, longest }
}

function listTree(rows: ProcessRows, descending: boolean): Pick<ProcessList, 'rows' | 'level'> {
  const family = familyOf(rows)
  const order = preorderOf(family, descending)
  const levelOf = new Uint16Array(rows.count)
  const level = new Uint16Array(rows.count)
  order.forEach((row, place) => {
    const parent = family.parent[row]!
    levelOf[row] = level[place] = parent === rows.count ? 0 : levelOf[parent]! + 1
  })
  return { rows: order, level }
}

function listFlat(rows: ProcessRows, query: ListQuery, now: number): ProcessList['rows'] {
  const value = valueOf(rows, query.sort, now)
  // Unknown values come last in both directions, and equal ones keep the order of their start.
  const key = new Float64Array(rows.count)
  for (let row = 0; row < rows.count; row++) {
    const own = value(row)
    key[row] = Number.isNaN(own) ? Infinity : query.descending ? -own : own
  }
  return sortRows(matching(rows, query), key)
}

function valueOf(rows: ProcessRows, sort: SortKey, now: number): (row: number) => number {
  switch (sort) {
    case 'name':
      return ranked(rows, rows.name)
    case 'commandLine':
      return ranked(rows, rows.commandLine)
    case 'pid':
      return (row) => rows.pid[row]!
    case 'start':
      return (row) => rows.start[row]!
    case 'duration':
      return (row) => rows.durationOf(row, now)
    case 'own': {
      const own = ownTimes(rows, now)
      return (row) => own[row]!
    }
    case 'cpuTime':
      return (row) => rows.cpuTime[row]!
    case 'peakMemory':
      return (row) => rows.peakMemory[row]! || NaN
    case 'result':
      return (row) => (rows.failed(row) ? 2 : rows.isRunning(row) ? 1 : 0)
  }
}

/** The ranks of the strings of a column. The other way round needs the same. */
const rankings = new WeakMap<Uint32Array, { readonly version: number; readonly ranks: Uint32Array }>()

/** Compares strings once, then processes by number. */
function ranked(rows: ProcessRows, column: Uint32Array): (row: number) => number {
  const known = rankings.get(column)
  const ranks = known?.version === rows.version ? known.ranks : ranksOf(rows, column)
  rankings.set(column, { version: rows.version, ranks })
  return (row) => ranks[column[row]!]!
}

function ranksOf(rows: ProcessRows, column: Uint32Array): Uint32Array {
  const isUsed = new Uint8Array(rows.strings.count)
  for (let row = 0; row < rows.count; row++) isUsed[column[row]!] = 1
  const used = new Uint32Array(isUsed.reduce((sum, one) => sum + one, 0))
  let count = 0
  isUsed.forEach((one, string) => one && (used[count++] = string))
  return naturalRanks(rows.strings, used)
}
