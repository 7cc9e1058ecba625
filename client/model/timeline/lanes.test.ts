import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ProcessSpans } from '../../../src/domain/analysis/spans.ts'
import { layOut, layOutPacked, layOutTree, type Lanes } from './lanes.ts'

const of = (...list: [start: number, end: number, parent: number][]): ProcessSpans => ({
  count: list.length,
  start: list.map(([start]) => start),
  end: list.map(([, end]) => end),
  parent: list.map(([, , parent]) => parent),
})

const builds = fc
  .array(fc.record({ start: fc.nat(100), length: fc.nat(50), parent: fc.nat(1000), runs: fc.boolean() }))
  .map((list) =>
    of(
      ...list.map(({ start, length, parent, runs }, row): [number, number, number] => [
        start,
        runs && length > 45 ? Infinity : start + length,
        (parent % (list.length + 1)) - 1 === row ? -1 : (parent % (list.length + 1)) - 1,
      ]),
    ),
  )

function expectNoOverlap({ count, offset, start, end, row }: Lanes, processes: number): void {
  expect([...row].sort((a, b) => a - b)).toEqual(Array.from({ length: processes }, (_, i) => i))
  for (let lane = 0; lane < count; lane++)
    for (let i = offset[lane]! + 1; i < offset[lane + 1]!; i++) {
      expect(start[i]).toBeGreaterThanOrEqual(start[i - 1]!)
      expect(start[i]).toBeGreaterThanOrEqual(end[i - 1]!)
    }
}

describe('lanes', () => {
  it.each(['tree', 'packed'] as const)('%s: every process once, no overlap within a lane', (layout) => {
    fc.assert(fc.property(builds, (spans) => expectNoOverlap(layOut(spans, layout), spans.count)))
  })

  it('tree: a child is below its parent, siblings in a row share a lane', () => {
    const { lane } = layOutTree(of([0, 100, -1], [0, 40, 0], [10, 30, 1], [20, 90, 0], [50, 60, 0]))
    expect([...lane]).toEqual([0, 1, 2, 3, 1])
  })

  it('tree: a block waits until the last descendant of the one before it ended', () => {
    const { lane } = layOutTree(of([0, 100, -1], [0, 10, 0], [5, 50, 1], [20, 30, 0]))
    expect(lane[3]).toBe(3)
  })

  it('packed: as few lanes as processes at one time', () => {
    const lanes = layOutPacked(of([0, 10, -1], [5, 15, -1], [10, 20, -1], [15, 25, -1]))
    expect(lanes.count).toBe(2)
  })

  it('packed: what waits is below what works', () => {
    expect([...layOutPacked(of([0, 100, -1], [0, 40, 0], [10, 30, 0], [50, 60, 0])).lane]).toEqual([
      2, 0, 1, 0,
    ])
  })

  it('lays out 100,000 processes in well under a second', () => {
    const spans = of(
      [0, 1e6, -1],
      ...Array.from({ length: 1e5 }, (_, i): [number, number, number] => [i, i + 8, i % 3 ? i : 0]),
    )
    const before = performance.now()
    layOutTree(spans)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})
