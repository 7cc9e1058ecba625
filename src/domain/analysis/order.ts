import type { ProcessSpans } from './spans.ts'

/** All rows by ascending start, equal ones by row. O(n) if they are in order already, else O(n log n). */
export function rowsByStart({ count, start }: Pick<ProcessSpans, 'count' | 'start'>): Int32Array {
  const rows = new Int32Array(count)
  for (let row = 0; row < count; row++) rows[row] = row
  return sortRows(rows, start)
}

/** The rows that have a length, by ascending `key`, which may be infinite. */
export function rowsWithLength(
  { count, start, end }: Pick<ProcessSpans, 'count' | 'start' | 'end'>,
  key: ArrayLike<number>,
): Int32Array {
  const rows = new Int32Array(count)
  let kept = 0
  for (let row = 0; row < count; row++) if (end[row]! > start[row]!) rows[kept++] = row
  return sortRows(rows.subarray(0, kept), key)
}

/** Up to so many neighbours are sorted by insertion. */
const RUN = 16

/**
 * Sorts rows by ascending key, which may be infinite; equal ones keep their order. O(n) if they are in order already, else O(n
 * log n) by merging, which takes a fifth of a sort that calls back for each comparison.
 */
export function sortRows<Rows extends Int32Array>(rows: Rows, key: ArrayLike<number>): Rows {
  const { length } = rows
  for (let from = 0; from < length; from += RUN)
    for (let i = from + 1; i < Math.min(from + RUN, length); i++) {
      const row = rows[i]!
      let at = i
      for (; at > from && key[rows[at - 1]!]! > key[row]!; at--) rows[at] = rows[at - 1]!
      rows[at] = row
    }
  const left = new Int32Array(length)
  for (let width = RUN; width < length; width *= 2)
    for (let from = 0; from + width < length; from += 2 * width) {
      const middle = from + width
      if (key[rows[middle - 1]!]! <= key[rows[middle]!]!) continue
      left.set(rows.subarray(from, middle))
      const end = Math.min(middle + width, length)
      let l = 0
      let r = middle
      for (let at = from; l < width; at++)
        rows[at] = r < end && key[rows[r]!]! < key[left[l]!]! ? rows[r++]! : left[l++]!
    }
  return rows
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
