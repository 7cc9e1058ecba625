import type { RecordedRun } from '../recorded.ts'
import type { ProcessTree } from './tree.ts'

/**
 * The process that feeds the standard input of each process, or −1: the one that ended last, no later than the reader,
 * of those that lived at the same time and had that pipe as standard output or error. O(n log n).
 */
export function writersOf({ waits }: RecordedRun, { count, start, end, ends }: ProcessTree): Int32Array {
  const writer = new Int32Array(count).fill(-1)
  if (!waits) return writer
  const { stdin, stdout, stderr } = waits
  const last = new Map<number, number>()
  for (const row of ends) {
    const pipe = stdin[row]!
    const found = pipe > 0 ? last.get(pipe) : undefined
    if (found !== undefined && end[found]! > start[row]!) writer[row] = found
    for (const written of [stdout[row]!, stderr[row]!])
      if (written > 0 && written !== pipe) last.set(written, row)
  }
  return writer
}

/** The processes that each writer feeds, by its row. */
export function readersByWriter(writer: Int32Array): Map<number, number[]> {
  const readers = new Map<number, number[]>()
  writer.forEach((row, reader) => {
    if (row < 0) return
    const rows = readers.get(row)
    if (rows) rows.push(reader)
    else readers.set(row, [reader])
  })
  return readers
}
