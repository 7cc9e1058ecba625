import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leafConcurrency, sampleSteps, type Steps } from './concurrency.ts'
import type { ProcessSpans } from '../spans.ts'

const integral = ({ time, level }: Steps): number =>
  time.reduce((sum, at, i) => sum + (i + 1 < time.length ? level[i]! * (time[i + 1]! - at) : 0), 0)

/** The same by the definition, millisecond by millisecond. */
function leavesAt({ count, start, end, parent }: ProcessSpans, t: number): number {
  const alive = (row: number) => start[row]! <= t && t < end[row]!
  let leaves = 0
  for (let row = 0; row < count; row++) {
    if (!alive(row)) continue
    let waits = false
    for (let child = 0; child < count; child++) if (parent[child] === row && alive(child)) waits = true
    if (!waits) leaves++
  }
  return leaves
}

const spans = fc
  .array(fc.record({ start: fc.nat(40), length: fc.nat(30), parent: fc.nat(100) }), { maxLength: 25 })
  .map((list): ProcessSpans => ({
    count: list.length,
    start: list.map((p) => p.start),
    end: list.map((p) => p.start + p.length),
    parent: list.map((p, row) => (row === 0 ? -1 : p.parent % (row + 1)) - (row === 0 ? 0 : 1)),
  }))

describe('leafConcurrency', () => {
  it('does not count a parent that waits for its child', () => {
    const steps = leafConcurrency({ count: 2, start: [0, 10], end: [100, 30], parent: [-1, 0] }, 200)
    expect([...steps.time]).toEqual([0, 100])
    expect([...steps.level]).toEqual([1, 0])
  })

  it('counts one at a time where one ends as the next begins', () => {
    const steps = leafConcurrency({ count: 2, start: [0, 10], end: [10, 20], parent: [-1, -1] }, 200)
    expect(Math.max(...steps.level)).toBe(1)
  })

  it('stops at now while processes run', () => {
    const steps = leafConcurrency({ count: 1, start: [5], end: [Infinity], parent: [-1] }, 50)
    expect([...steps.time]).toEqual([5, 50])
  })

  it('agrees with the definition at every moment, so its integral is the sum of the leaf times', () => {
    fc.assert(
      fc.property(spans, (rows) => {
        const steps = leafConcurrency(rows, 100)
        const mean = new Float32Array(100)
        const peak = new Float32Array(100)
        sampleSteps(steps, 0, 100, mean, peak)
        let leafTime = 0
        for (let t = 0; t < 100; t++) {
          expect(mean[t]).toBe(leavesAt(rows, t))
          leafTime += leavesAt(rows, t)
        }
        expect(integral(steps)).toBe(leafTime)
      }),
    )
  })
})

describe('sampleSteps', () => {
  it('gives mean and peak of each part', () => {
    const steps: Steps = { time: Float64Array.of(0, 5, 15), level: Int32Array.of(2, 4, 0) }
    const mean = new Float32Array(2)
    const peak = new Float32Array(2)
    sampleSteps(steps, 0, 20, mean, peak)
    expect([...mean]).toEqual([3, 2])
    expect([...peak]).toEqual([4, 4])
  })
})
