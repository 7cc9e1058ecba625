import { expect, it } from 'vitest'
import { flameOf } from '../../../src/domain/analysis/time/flame.ts'
import { processesOf } from '../../../test/support/processes.ts'
import { frameAt, framesInSight, levelsOf } from './flame-levels.ts'

const processes = processesOf([
  { start: 0, end: 100, name: 'make' },
  { start: 0, end: 60, parent: 0, name: 'cc1' },
  { start: 60, end: 90, parent: 0, name: 'ld' },
  ...Array.from({ length: 50 }, (_, i) => ({ start: 90, end: 90.01, parent: 0, name: `t${i}` })),
])
const flame = flameOf(processes, 'own', true, 100)
const levels = levelsOf(flame)
const nameAt = (level: number, at: number) => {
  const frame = frameAt(levels, flame, level, at)
  return frame < 0 ? '' : processes.strings.at(processes.name[flame.row[frame]!]!)
}

it('finds the frame at a place of a level', () => {
  expect([nameAt(1, 50), nameAt(2, 30), nameAt(2, 80), nameAt(2, 99.9), nameAt(7, 1)]).toEqual([
    'make',
    'cc1',
    'ld',
    '',
    '',
  ])
})

it('draws no more frames than there are pixels', () => {
  const whole = { from: 0, to: 100 }
  expect(framesInSight(levels, flame, 2, whole, 1)).toHaveLength(3)
  expect(framesInSight(levels, flame, 2, whole, 0.001).length).toBe(52)
  expect(framesInSight(levels, flame, 2, { from: 70, to: 80 }, 0.01)).toHaveLength(1)
})
