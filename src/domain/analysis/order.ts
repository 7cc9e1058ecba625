import type { ProcessSpans } from './concurrency.ts'

/** All rows by ascending start; O(n) where they are in order already, else O(n log n). */
export function rowsByStart({ count, start }: Pick<ProcessSpans, 'count' | 'start'>): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, row) => row)
  for (let row = 1; row < count; row++)
    if (start[row]! < start[row - 1]!) return rows.sort((a, b) => start[a]! - start[b]! || a - b)
  return rows
}

/** The rows that have a length, by ascending `key`, which may be infinite. */
export function rowsWithLength(
  { count, start, end }: Pick<ProcessSpans, 'count' | 'start' | 'end'>,
  key: ArrayLike<number>,
): Int32Array {
  const rows = new Int32Array(count)
  let kept = 0
  let sorted = true
  for (let row = 0; row < count; row++) {
    if (!(end[row]! > start[row]!)) continue
    if (kept > 0 && key[rows[kept - 1]!]! > key[row]!) sorted = false
    rows[kept++] = row
  }
  const result = rows.subarray(0, kept)
  // Infinity − Infinity is not a number, hence no subtraction.
  return sorted ? result : result.sort((a, b) => (key[a]! < key[b]! ? -1 : key[a]! > key[b]! ? 1 : 0))
}

/** The first `most` rows by descending value; equals by row. O(n log most). */
export function largest(count: number, most: number, valueOf: (row: number) => number): number[] {
  const kept: { row: number; value: number }[] = []
  for (let row = 0; row < count; row++) {
    const value = valueOf(row)
    if (!(value > 0) || (kept.length === most && value <= kept.at(-1)!.value)) continue
    let low = 0
    let high = kept.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (kept[middle]!.value >= value) low = middle + 1
      else high = middle
    }
    kept.splice(low, 0, { row, value })
    if (kept.length > most) kept.pop()
  }
  return kept.map(({ row }) => row)
}
