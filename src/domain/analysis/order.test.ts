import fc from 'fast-check'
import { expect, it } from 'vitest'
import { rowsByStart, rowsWithLength } from './order.ts'

/** Enough rows for several rounds of merging, with few times, so that many are equal. */
const anySpans = fc
  .array(fc.record({ start: fc.nat(50), length: fc.constantFrom(0, 1, 20, Infinity) }), { maxLength: 300 })
  .map((processes) => ({
    count: processes.length,
    start: Float64Array.from(processes, ({ start }) => start),
    end: Float64Array.from(processes, ({ start, length }) => start + length),
  }))

it('sorts all rows by start, equals by row', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const rows = Array.from(spans.start, (_, row) => row)
      expect([...rowsByStart(spans)]).toEqual(rows.sort((a, b) => spans.start[a]! - spans.start[b]! || a - b))
    }),
  )
})

it('sorts the rows that have a length by a key that may be infinite', () => {
  fc.assert(
    fc.property(anySpans, (spans) => {
      const { start, end } = spans
      const rows = Array.from(start, (_, row) => row).filter((row) => end[row]! > start[row]!)
      const compare = (a: number, b: number) => (end[a] === end[b] ? a - b : end[a]! < end[b]! ? -1 : 1)
      expect([...rowsWithLength(spans, end)]).toEqual(rows.sort(compare))
    }),
  )
})
