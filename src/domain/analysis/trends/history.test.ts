import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judge, type PastRun } from './history.ts'
import { quartilesOf } from './quartiles.ts'

const passed = (...durations: number[]): PastRun[] =>
  durations.map((duration) => ({ duration, outcome: 'succeeded' }))

describe('quartilesOf', () => {
  it('interpolates as R and NumPy do', () => {
    expect(quartilesOf([4, 1, 3, 2])).toEqual({ low: 1.75, median: 2.5, high: 3.25 })
    expect(quartilesOf([])).toBeUndefined()
  })
  it('is in order, and within the values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), (values) => {
        const { low, median, high } = quartilesOf(values)!
        expect(Math.min(...values)).toBeLessThanOrEqual(low)
        expect(low).toBeLessThanOrEqual(median)
        expect(median).toBeLessThanOrEqual(high)
        expect(high).toBeLessThanOrEqual(Math.max(...values))
      }),
    )
  })
})

describe('judge', () => {
  it('calls a run a regression that is slower than chance explains', () => {
    const earlier = passed(100, 102, 98, 101, 99)
    expect(judge(earlier, { duration: 130, outcome: 'succeeded' }, 130)).toMatchObject({
      regression: true,
      sample: 5,
    })
    expect(judge(earlier, { duration: 105, outcome: 'succeeded' }, 105).regression).toBe(false)
    expect(judge(earlier.slice(2), { duration: 500, outcome: 'succeeded' }, 500).regression).toBe(false)
    expect(judge(passed(50, 100, 150, 200), { duration: 210, outcome: 'succeeded' }, 210).regression).toBe(
      false,
    )
  })
  it('counts neither failures nor interruptions', () => {
    const earlier: PastRun[] = [
      ...passed(100),
      { duration: 2, outcome: 'failed' },
      { duration: 9, outcome: 'interrupted' },
    ]
    expect(judge(earlier, { duration: 100, outcome: 'succeeded' }, 100)).toMatchObject({
      sample: 1,
      change: 0,
    })
  })
  it('estimates what remains from the runs that took longer than this one has', () => {
    const earlier = passed(100, 110, 120, 400)
    const going: PastRun = { duration: null, outcome: 'running' }
    expect(judge(earlier, going, 40).remaining).toBe(75)
    expect(judge(earlier, going, 200).remaining).toBe(200)
    expect(judge(earlier, going, 500).remaining).toBeNull()
    expect(judge([], going, 5).remaining).toBeNull()
  })
})
