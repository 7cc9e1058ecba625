import type { Processes } from '../processes.ts'

/** Characters of a command line that a pattern is held against. */
const MOST = 8192

/**
 * The processes that a text means: those with a pid (`1234`), one row (`#12`), those with a name (`ld`), or those whose
 * name or command line is like a pattern, in which `*` stands for any characters and `?` for one (`cc1 *server.c*`).
 * O(n × length).
 */
export function selectProcesses(
  processes: Processes & { readonly pid: ArrayLike<number> },
  text: string,
): number[] {
  const { count, pid } = processes
  const number = /^(#?)(\d{1,10})$/.exec(text)
  if (number) {
    const wanted = Number(number[2])
    if (number[1]) return wanted < count ? [wanted] : []
    return rowsWhere(count, (row) => pid[row] === wanted)
  }
  const known = new Map<number, boolean>()
  const isLike = (index: number): boolean => {
    let like = known.get(index)
    if (like === undefined)
      known.set(index, (like = matches(text, (processes.strings.at(index) ?? '').slice(0, MOST))))
    return like
  }
  return rowsWhere(count, (row) => isLike(processes.name[row]!) || isLike(processes.commandLine[row]!))
}

function rowsWhere(count: number, isWanted: (row: number) => boolean): number[] {
  const rows: number[] = []
  for (let row = 0; row < count; row++) if (isWanted(row)) rows.push(row)
  return rows
}

/** Whether a text is like a pattern. O(text × stars), without the backtracking of a regular expression. */
export function matches(pattern: string, text: string): boolean {
  let p = 0
  let star = -1
  let retry = 0
  for (let t = 0; t < text.length;) {
    if (p < pattern.length && pattern[p] !== '*' && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++
      t++
    } else if (pattern[p] === '*') {
      star = p++
      retry = t
    } else if (star >= 0) {
      p = star + 1
      t = ++retry
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
