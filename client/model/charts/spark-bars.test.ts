import { expect, it } from 'vitest'
import { barsOf, type Command } from './spark-bars.ts'

const point = (
  id: string,
  duration: number | null,
  outcome: Command['points'][number]['run']['outcome'] = 'SUCCEEDED',
  regression = false,
): Command['points'][number] => ({ run: { id, duration, outcome }, usual: null, change: null, regression })

it('draws each run that ended, the longest as high as the chart', () => {
  const bars = barsOf([
    point('a', 50),
    point('b', 1, 'FAILED'),
    point('c', 20, 'INTERRUPTED'),
    point('d', 100, 'SUCCEEDED', true),
    point('e', null, 'RUNNING'),
  ])
  expect(bars).toEqual([
    { key: 'a', height: 0.5, look: 'usual' },
    { key: 'b', height: 0.06, look: 'failed' },
    { key: 'c', height: 0.2, look: 'interrupted' },
    { key: 'd', height: 1, look: 'slow' },
  ])
})
