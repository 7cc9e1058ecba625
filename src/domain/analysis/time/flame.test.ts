import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf } from '../../../../test/support/processes.ts'
import { flameOf, type FlameWeight } from './flame.ts'

describe('flameOf', () => {
  it('merges frames of a name below the same frame', () => {
    const processes = processesOf([
      { start: 0, end: 100, name: 'make' },
      { start: 0, end: 40, parent: 0, name: 'gcc' },
      { start: 40, end: 100, parent: 0, name: 'gcc' },
      { start: 45, end: 95, parent: 2, name: 'cc1' },
    ])
    const flame = flameOf(processes, 'own', true, 100)
    expect([...flame.row]).toEqual([-1, 0, 1, 3])
    expect([...flame.processes]).toEqual([4, 1, 2, 1])
    expect([...flame.width]).toEqual([100, 100, 100, 50])
    expect(flameOf(processes, 'own', false, 100).count).toBe(5)
  })

  it('holds each frame within its parent, siblings apart, and everything once', () => {
    fc.assert(
      fc.property(
        anyProcesses,
        fc.constantFrom<FlameWeight>('wall', 'cpu', 'own'),
        fc.boolean(),
        (processes, weight, merged) => {
          const {
            count,
            parent,
            depth,
            from,
            width,
            self,
            processes: size,
          } = flameOf(processes, weight, merged, 80)
          expect(size[0]).toBe(processes.count)
          expect(width[0]).toBeCloseTo(
            self.reduce((sum, own) => sum + own, 0),
            6,
          )
          for (let frame = 1; frame < count; frame++) {
            const above = parent[frame]!
            expect(depth[frame]).toBe(depth[above]! + 1)
            expect(from[frame]!).toBeGreaterThanOrEqual(from[above]! - 1e-9)
            expect(from[frame]! + width[frame]!).toBeLessThanOrEqual(from[above]! + width[above]! + 1e-9)
          }
          for (let a = 1; a < count; a++)
            for (let b = a + 1; b < count; b++)
              if (depth[a] === depth[b])
                expect(
                  Math.min(from[a]! + width[a]!, from[b]! + width[b]!) - Math.max(from[a]!, from[b]!),
                ).toBeLessThanOrEqual(1e-9)
        },
      ),
    )
  })
})
