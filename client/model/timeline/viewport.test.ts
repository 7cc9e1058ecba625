import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clampView, fitAll, fitSpan, panBy, reveal, tickLabel, ticks, tickStep, zoomAt } from './viewport.ts'

const end = 10_000
const all = fitAll(end)
const views = fc
  .tuple(fc.double({ min: 0, max: 9000, noNaN: true }), fc.double({ min: 1, max: 1000, noNaN: true }))
  .map(([from, length]) => ({ from, to: from + length }))

describe('views', () => {
  it('never leave the run', () => {
    fc.assert(
      fc.property(views, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (view, by) => {
        const moved = panBy(view, by, end)
        expect(moved.from).toBeGreaterThanOrEqual(0)
        expect(moved.to).toBeLessThanOrEqual(all.to + 1e-6)
        expect(moved.to - moved.from).toBeCloseTo(view.to - view.from)
      }),
    )
    expect(clampView({ from: -5, to: 1e9 }, end)).toEqual(all)
  })

  it('keep the moment under the pointer in its place while zooming', () => {
    const view = { from: 4000, to: 6000 }
    const closer = zoomAt(view, 0.5, 4500, end)
    expect((4500 - closer.from) / (closer.to - closer.from)).toBeCloseTo(0.25)
    expect(closer.to - closer.from).toBeCloseTo(1000)
  })

  it('move as little as possible to reveal a span', () => {
    const view = { from: 1000, to: 2000 }
    expect(reveal(view, 1200, 1300, end)).toBe(view)
    expect(reveal(view, 2100, 2200, end)).toEqual({ from: 1250, to: 2250 })
    expect(reveal(view, 500, 600, end)).toEqual({ from: 450, to: 1450 })
    const { from, to } = reveal(view, 3000, 6000, end)
    expect(from).toBeLessThan(3000)
    expect(to).toBeGreaterThan(6000)
  })

  it('fit a span of no length', () => {
    const view = fitSpan(50, 50, end)
    expect(view.to).toBeGreaterThan(view.from)
  })
})

describe('ticks', () => {
  it('are round', () => {
    expect([tickStep(10, 10), tickStep(1000, 8), tickStep(60_000, 8), tickStep(600_000, 6)]).toEqual([
      1, 200, 10_000, 120_000,
    ])
    expect(ticks({ from: 150, to: 950 }, 4)).toEqual({ step: 200, at: [200, 400, 600, 800] })
  })

  it('are never more than asked for', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 20 }),
        (to, most) => {
          expect(ticks({ from: 0, to }, most).at.length).toBeLessThanOrEqual(most + 1)
        },
      ),
    )
  })

  it('are labelled in the unit that fits', () => {
    expect([
      tickLabel(0, 100),
      tickLabel(0.25, 0.05),
      tickLabel(250, 50),
      tickLabel(1250, 50),
      tickLabel(1500, 500),
      tickLabel(5000, 1000),
      tickLabel(125_000, 5000),
      tickLabel(3_725_000, 60_000),
    ]).toEqual(['0', '0.25 ms', '250 ms', '1.25 s', '1.5 s', '5 s', '2:05', '1:02:05'])
  })
})
