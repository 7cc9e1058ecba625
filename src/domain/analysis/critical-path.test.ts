import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyProcesses, processesOf } from '../../../test/support/processes.ts'
import { criticalPath, sumPath } from './path/critical-path.ts'
import { ownTimes } from './time/own-time.ts'
import type { Processes } from './processes.ts'

const pathOf = (processes: Processes, until: number) =>
  criticalPath(processes, ownTimes(processes, until), until)

describe('criticalPath', () => {
  it('follows the process whose end released the next, down to the leaves', () => {
    const processes = processesOf([
      { start: 0, end: 100, name: 'make' },
      { start: 5, end: 60, parent: 0, name: 'gcc' },
      { start: 10, end: 58, parent: 1, name: 'cc1' },
      { start: 5, end: 20, parent: 0, name: 'sed' },
      { start: 62, end: 98, parent: 0, name: 'ld' },
    ])
    expect(pathOf(processes, 100)).toEqual([
      { row: 0, from: 0, to: 5, gap: true },
      { row: 1, from: 5, to: 10, gap: true },
      { row: 2, from: 10, to: 58, gap: false },
      { row: 1, from: 58, to: 60, gap: true },
      { row: 0, from: 60, to: 62, gap: true },
      { row: 4, from: 62, to: 98, gap: false },
      { row: 0, from: 98, to: 100, gap: true },
    ])
  })

  it('calls a parent that computes work, not a gap', () => {
    const processes = processesOf([
      { start: 0, end: 100, cpuTime: 70 },
      { start: 40, end: 60, parent: 0 },
    ])
    expect(sumPath(pathOf(processes, 100))).toEqual({ work: 100, gaps: 0 })
  })

  it('names time in which no process was recorded', () => {
    expect(pathOf(processesOf([{ start: 10, end: 30 }]), 50)).toEqual([
      { row: -1, from: 0, to: 10, gap: true },
      { row: 0, from: 10, to: 30, gap: false },
      { row: -1, from: 30, to: 50, gap: true },
    ])
  })

  it('covers the wall time without overlap, so it is never longer', () => {
    fc.assert(
      fc.property(anyProcesses, fc.integer({ min: 1, max: 90 }), (processes, until) => {
        let at = 0
        for (const { row, from, to } of pathOf(processes, until)) {
          expect(from).toBe(at)
          expect(to).toBeGreaterThan(from)
          if (row >= 0) expect(processes.start[row]!).toBeLessThanOrEqual(from)
          if (row >= 0) expect(Math.min(processes.end[row]!, until)).toBeGreaterThanOrEqual(to)
          at = to
        }
        expect(at).toBe(until)
      }),
    )
  })
})
