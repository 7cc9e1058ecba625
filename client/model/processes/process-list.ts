import { ownTimes } from '../../../src/domain/analysis/time/own-time.ts'
import { familyOf, preorderOf } from './family.ts'
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

/** Which processes the table can show. */
export const SHOWN = ['all', 'running', 'failed'] as const

/** The filter and the order of the table of processes. */
export interface ListQuery {
  readonly search: string
  readonly show: (typeof SHOWN)[number]
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
  const found = matching(rows, query)
  const value = valueOf(rows, query.sort, now)
  const sign = query.descending ? -1 : 1
  // Unknown values come last in both directions, and equal ones keep the order of their start.
  return found.sort((a, b) => {
    const x = value(a)
    const y = value(b)
    if (x === y) return rows.start[a]! - rows.start[b]! || a - b
    if (Number.isNaN(x)) return Number.isNaN(y) ? rows.start[a]! - rows.start[b]! || a - b : 1
    if (Number.isNaN(y)) return -1
    return x < y ? -sign : sign
  })
}

/** The result of a search. */
export interface Found {
  readonly search: string
  /** The rows, by start. */
  readonly found: Int32Array<ArrayBuffer>
  /** 1 for each row that was found. */
  readonly marks: Uint8Array<ArrayBuffer>
}

/** Finds processes by words of their names and command lines, or by pid. O(n log n). */
export function findProcesses(rows: ProcessRows, search: string): Found {
  const found = matching(rows, { search, show: 'all' })
  const marks = new Uint8Array(rows.count)
  for (const row of found) marks[row] = 1
  return { search, found: found.sort((a, b) => rows.start[a]! - rows.start[b]! || a - b), marks }
}

/**
 * The rows that a search finds, by row: those with all its words in the name or the command line, or with it as their pid.
 * O(n).
 */
function matching(
  rows: ProcessRows,
  { search, show }: Pick<ListQuery, 'search' | 'show'>,
): Int32Array<ArrayBuffer> {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const known = new Map<number, boolean>()
  const found = new Int32Array(rows.count)
  let count = 0
  const textMatches = (row: number): boolean => {
    const key = rows.name[row]! * 0x100000000 + rows.commandLine[row]!
    let matches = known.get(key)
    if (matches === undefined) {
      const text = `${rows.nameOf(row)} ${rows.commandLineOf(row)}`.toLowerCase()
      known.set(key, (matches = words.every((word) => text.includes(word))))
    }
    return matches || (words.length === 1 && String(rows.pid[row]) === words[0])
  }
  for (let row = 0; row < rows.count; row++) {
    if (show === 'running' && !rows.isRunning(row)) continue
    if (show === 'failed' && !rows.failed(row)) continue
    if (words.length === 0 || textMatches(row)) found[count++] = row
  }
  return found.subarray(0, count)
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

/** Compares strings once, then processes by number. */
function ranked(rows: ProcessRows, column: Uint32Array): (row: number) => number {
  const { compare } = new Intl.Collator(undefined, { numeric: true })
  const texts = new Map<number, string>()
  const text = (string: number): string => {
    let known = texts.get(string)
    if (known === undefined) texts.set(string, (known = rows.strings.at(string) ?? ''))
    return known
  }
  const used = [...new Set(column.subarray(0, rows.count))]
  used.sort((a, b) => compare(text(a), text(b)))
  const rank = new Map(used.map((string, at) => [string, at]))
  return (row) => rank.get(column[row]!)!
}
