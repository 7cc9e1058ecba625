import type { ProcessRows } from '../timeline/rows.ts'

/** What the table of processes can be sorted by. */
export type SortKey =
  | 'name'
  | 'commandLine'
  | 'pid'
  | 'start'
  | 'duration'
  | 'cpuTime'
  | 'peakMemory'
  | 'result'

/** Which processes the table shows, and in what order. */
export interface ListQuery {
  readonly search: string
  readonly show: 'all' | 'running' | 'failed'
  readonly sort: SortKey
  readonly descending: boolean
}

/** The rows to show, in order. Each string of the table is searched once, however many processes share it. O(n log n). */
export function listProcesses(rows: ProcessRows, query: ListQuery, now: number): Int32Array {
  const found = matching(rows, query)
  const value = valueOf(rows, query.sort, now)
  const sign = query.descending ? -1 : 1
  // What is not known comes last, whichever the direction; equals keep the order of their start.
  return found.sort((a, b) => {
    const x = value(a)
    const y = value(b)
    if (x === y) return rows.start[a]! - rows.start[b]! || a - b
    if (Number.isNaN(x)) return Number.isNaN(y) ? rows.start[a]! - rows.start[b]! || a - b : 1
    if (Number.isNaN(y)) return -1
    return x < y ? -sign : sign
  })
}

/** The rows that a search finds, by row: all its words are in the name or the command line, or it is the pid. O(n). */
export function matching(
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
