import { expect, it } from 'vitest'
import type { BoundStep } from '../../../src/domain/analysis/path/bound-step.ts'
import { stretchesOf } from './path-steps.ts'

it('joins the steps of one process that follow each other, and keeps their sum', () => {
  const steps: BoundStep[] = [
    { row: 0, from: 0, to: 10, kind: 'work', release: 'order' },
    { row: 1, from: 10, to: 40, kind: 'work', release: 'order' },
    { row: 1, from: 40, to: 60, kind: 'processor', release: 'slot' },
    { row: 0, from: 60, to: 70, kind: 'work', release: 'end' },
  ]
  expect(stretchesOf(steps)).toEqual([
    { row: 0, from: 0, to: 10, release: 'order', kinds: [{ kind: 'work', time: 10 }] },
    {
      row: 1,
      from: 10,
      to: 60,
      release: 'slot',
      kinds: [
        { kind: 'work', time: 30 },
        { kind: 'processor', time: 20 },
      ],
    },
    { row: 0, from: 60, to: 70, release: 'end', kinds: [{ kind: 'work', time: 10 }] },
  ])
})

it('does not join steps between which shorter ones were left out', () => {
  const steps: BoundStep[] = [
    { row: 1, from: 0, to: 10, kind: 'work', release: 'order' },
    { row: 1, from: 12, to: 20, kind: 'work', release: 'end' },
  ]
  expect(stretchesOf(steps)).toHaveLength(2)
})
