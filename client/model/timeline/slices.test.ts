import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layOutPacked } from './lanes.ts'
import { collectSlices, hitSlice, SliceBuffer } from './slices.ts'

const lanesOf = (...list: [start: number, end: number][]) =>
  layOutPacked({
    count: list.length,
    start: list.map(([start]) => start),
    end: list.map(([, end]) => end),
    parent: list.map(() => -1),
  })
const never = (_row: number): boolean => false

const collect = (
  lanes: ReturnType<typeof lanesOf>,
  from: number,
  to: number,
  width: number,
  failed = never,
) => {
  const buffer = new SliceBuffer()
  collectSlices(lanes, { from, to }, width, [0, lanes.count], 1e9, failed, buffer)
  return Array.from({ length: buffer.count }, (_, i) => ({
    x: buffer.x[i]!,
    width: buffer.width[i]!,
    lane: buffer.lane[i]!,
    row: buffer.row[i]!,
  }))
}

describe('collectSlices', () => {
  it('gives slices in pixels, cut to the view', () => {
    const lanes = lanesOf([0, 100], [200, 300], [5000, 6000])
    expect(collect(lanes, 50, 250, 100)).toEqual([
      { x: -4, width: 29, lane: 0, row: 0 },
      { x: 75, width: 29, lane: 0, row: 1 },
    ])
  })

  it('shows one process per pixel of a lane, the longest', () => {
    const lanes = lanesOf([0, 1], [1, 4], [4, 6])
    expect(collect(lanes, 0, 1000, 100)).toEqual([{ x: 0, width: 1, lane: 0, row: 1 }])
  })

  it('shows a failed process before a longer one', () => {
    const lanes = lanesOf([0, 1], [1, 4], [4, 6])
    expect(collect(lanes, 0, 1000, 100, (row) => row === 2)[0]!.row).toBe(2)
  })

  it('is bounded by the pixels', () => {
    const list = Array.from({ length: 5000 }, (_, i): [number, number] => [i, i + 0.9])
    expect(collect(lanesOf(...list), 0, 5000, 200).length).toBeLessThanOrEqual(200)
  })

  it('ends what runs at now', () => {
    const lanes = lanesOf([0, Infinity])
    const buffer = new SliceBuffer()
    collectSlices(lanes, { from: 0, to: 100 }, 100, [0, 1], 40, never, buffer)
    expect(buffer.width[0]).toBe(40)
  })
})

describe('hitSlice', () => {
  it('finds what is drawn', () => {
    const spans = fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 20, max: 200 })), { minLength: 1 })
    fc.assert(
      fc.property(spans, (list) => {
        const lanes = lanesOf(...list.map(([start, length]): [number, number] => [start, start + length]))
        for (const slice of collect(lanes, 0, 1300, 1300))
          expect(hitSlice(lanes, slice.lane, slice.x + slice.width / 2, 1)).toBe(slice.row)
      }),
    )
  })

  it('takes the nearest within the slack', () => {
    const lanes = lanesOf([10, 11], [20, 21])
    expect([5, 9, 12, 19].map((at) => hitSlice(lanes, 0, at, 2))).toEqual([-1, 0, 0, 1])
    expect(hitSlice(lanes, 3, 10, 2)).toBe(-1)
  })
})
