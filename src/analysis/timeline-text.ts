import { NO_EXIT_CODE } from '../domain/analysis/processes.ts'
import type { TimelineColumns } from '../domain/analysis/timeline.ts'
import type { RunColumns } from './columns.ts'

/** Values, or characters of texts, printed at a time. */
const MANY = 65_536

/** Prints columns as JSON of `TimelineColumns`, in pieces, because it can exceed the longest possible string. */
export function* timelineText(columns: RunColumns): Generator<string> {
  const { pid, parent, start, end, name, commandLine, workingDir, signal } = columns
  const { status, exitCode, cpuTime, peakMemory, seq, origin, strings } = columns
  // An infinite or missing number is null in JSON: no end, no measured time.
  const numbers: Record<
    Exclude<keyof TimelineColumns, 'seq' | 'origin' | 'strings'>,
    { readonly length: number; slice(from: number, to: number): Iterable<number> }
  > = {
    pid,
    parent,
    orphanPpid: columns.ppid.filter((_, row) => parent[row]! < 0),
    start,
    end,
    name,
    commandLine,
    workingDir,
    signal,
    status,
    exitCode,
    cpuTime,
    peakMemory,
  }
  let separator = '{'
  for (const [column, values] of Object.entries(numbers)) {
    yield `${separator}"${column}":[`
    separator = '],'
    const unknown = column === 'exitCode' ? NO_EXIT_CODE : undefined
    for (let from = 0; from < values.length; from += MANY) {
      const some = Array.from(values.slice(from, from + MANY), (value) => (value === unknown ? null : value))
      yield `${from ? ',' : ''}${JSON.stringify(some).slice(1, -1)}`
    }
  }
  yield `],"seq":${seq},"origin":${origin},"strings":[`
  for (const some of batchesOf(strings)) yield some
  yield ']}'
}

/** Texts as the inside of a JSON list. */
function* batchesOf(strings: readonly string[]): Generator<string> {
  for (let from = 0; from < strings.length;) {
    let to = from
    for (let length = 0; to < strings.length && length < 16 * MANY; to++) length += strings[to]!.length
    yield `${from ? ',' : ''}${JSON.stringify(strings.slice(from, to)).slice(1, -1)}`
    from = to
  }
}
