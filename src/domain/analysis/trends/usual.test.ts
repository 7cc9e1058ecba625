import { expect, it } from 'vitest'
import type { Outcome } from '../outcome.ts'
import { usualOf, type EarlierRun } from './usual.ts'

const run = (
  id: string,
  duration: number | null,
  branch = 'main',
  outcome: Outcome = 'succeeded',
): EarlierRun => ({
  id,
  duration,
  branch,
  outcome,
  cpuTime: duration && duration / 2,
})

it('is the median of the runs that succeeded, with the run closest to it', () => {
  const earlier = [run('e', 9, 'main', 'failed'), run('d', 40), run('c', 10), run('b', 12), run('a', null)]
  expect(usualOf(earlier, 'main')).toEqual({
    wall: 12,
    cpuTime: 6,
    sample: 3,
    sameBranch: true,
    ids: ['d', 'c', 'b'],
    median: 'b',
  })
  expect(usualOf(earlier.slice(0, 1), 'main')).toBeNull()
  expect(usualOf([run('b', 10), run('a', 20)], 'main')).toMatchObject({ wall: 15, median: 'b' })
})

it('prefers the same branch where it has enough runs, and looks at twenty', () => {
  const others = Array.from({ length: 30 }, (_, i) => run(`o${i}`, 100, 'other'))
  const mine = ['m1', 'm2', 'm3'].map((id) => run(id, 50))
  expect(usualOf([...others, ...mine], 'main')).toMatchObject({ wall: 50, sample: 3, sameBranch: true })
  expect(usualOf([...others, ...mine.slice(1)], 'main')).toMatchObject({
    wall: 100,
    sample: 20,
    sameBranch: false,
  })
})
