import { expect, it } from 'vitest'
import { waitingParts } from './waiting-parts.ts'

it('shares the time among the kinds that were measured', () => {
  const parts = waitingParts({ onCpu: 30, runQueue: null, disk: 0, children: 60, other: 10 })
  expect(parts.map(({ word, share }) => [word, share])).toEqual([
    ['On a processor', 0.3],
    ['Waited for children', 0.6],
    ['Other waiting', 0.1],
  ])
  expect(waitingParts({ onCpu: null, runQueue: null, disk: null, children: null, other: null })).toEqual([])
})
