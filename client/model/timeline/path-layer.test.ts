import { expect, it } from 'vitest'
import type { BoundStep } from '../../../src/domain/analysis/path/bound-step.ts'
import { pathLayerOf, stepsInView } from './path-layer.ts'

const step = (row: number, from: number, to: number): BoundStep => ({
  row,
  from,
  to,
  kind: 'work',
  release: 'order',
})

it('marks each process on the path once, and leaves out times without one', () => {
  const layer = pathLayerOf([step(2, 0, 10), step(-1, 10, 12), step(0, 12, 20), step(2, 20, 30)])
  expect([...layer.marks]).toEqual([1, 0, 1])
  expect(layer.rows).toEqual([2, 0])
  expect([...layer.row]).toEqual([2, 0, 2])
})

it('shows the steps of a view with the one before and the one after', () => {
  const steps = Array.from({ length: 10 }, (_, i) => step(i, i * 10, i * 10 + 10))
  const layer = pathLayerOf(steps)
  expect(stepsInView(layer, { from: 0, to: 100 })).toEqual([0, 10])
  expect(stepsInView(layer, { from: 33, to: 47 })).toEqual([2, 6])
})
