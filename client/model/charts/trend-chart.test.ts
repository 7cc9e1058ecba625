import { expect, it } from 'vitest'
import { CHART, chartOf } from './trend-chart.ts'

const point = (duration: number | null, median: number | null) => ({
  run: {
    id: `${duration}`,
    startTime: '2026-01-02T03:04:05Z',
    status: 'completed' as const,
    outcome: 'SUCCEEDED' as const,
    exitCode: 0,
    labels: [],
    duration,
  },
  usual: median === null ? null : { low: median - 1, median, high: median + 1 },
  change: null,
  regression: false,
})

it('places runs from left to right, slower ones higher, all in the box', () => {
  const { dots, median, band, marks } = chartOf(
    [point(10, null), point(12, 10), point(null, 11), point(40, 11)],
    600,
  )
  expect(dots.map(({ point }) => point.run.duration)).toEqual([10, 12, 40])
  expect(dots.map(({ x }) => x)).toEqual([CHART.left, expect.any(Number), 600 - CHART.right])
  expect(dots[2]!.y).toBeLessThan(dots[0]!.y)
  for (const { y } of [...dots, ...marks]) {
    expect(y).toBeGreaterThanOrEqual(CHART.top)
    expect(y).toBeLessThanOrEqual(CHART.height - CHART.bottom)
  }
  expect(median).toMatch(/^M[\d.,L]+$/)
  expect(band).toMatch(/Z$/)
  expect(marks[0]!.ms).toBe(0)
})

it('draws one run without a line', () => {
  expect(chartOf([point(5, null)], 600)).toMatchObject({ median: '', band: '' })
  expect(chartOf([], 600).dots).toEqual([])
})
