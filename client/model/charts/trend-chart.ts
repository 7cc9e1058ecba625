import type { TrendsQuery } from '../../gql/graphql.ts'
import { formatChange } from '../../../src/domain/analysis/words.ts'
import { formatDateTime, formatDuration } from '../format.ts'
import { verdictOf } from '../runs/verdict.ts'
import { lookOf as lookOfRun, type BarLook } from './spark-bars.ts'
import { ticks } from '../timeline/viewport.ts'

/** The box of a trend's chart, in pixels; its width is that of the page. */
export const CHART = { height: 180, left: 56, right: 12, top: 10, bottom: 24 } as const

/** How long a command took, run by run. */
export type Trend = TrendsQuery['trends'][number]

type Point = Trend['points'][number]

/** A run as a dot. */
export interface Dot {
  readonly x: number
  readonly y: number
  readonly point: Point
}

/** The content of a chart. Runs have equal distances, because builds come in bursts. */
export interface TrendChart {
  readonly dots: readonly Dot[]
  /** Paths: the median of the runs before each, and the band of their middle half. */
  readonly median: string
  readonly band: string
  readonly marks: readonly { readonly y: number; readonly ms: number }[]
}

/** How a dot is drawn. */
export const lookOf = ({ run, regression }: Point): BarLook => lookOfRun(run.outcome, regression)

/** What a dot says to those who do not see it. */
export const labelOf = ({ run, change, regression }: Point): string =>
  [
    formatDateTime(run.startTime),
    verdictOf(run).word,
    formatDuration(run.duration),
    ...(change == null ? [] : [`${formatChange(1, 1 + change)} to the median`]),
    ...(regression ? ['slower than usual'] : []),
  ].join(' · ')

/** Lays out a trend. Durations begin at 0, so that a tenth looks like a tenth. O(n). */
export function chartOf(points: readonly Point[], width: number): TrendChart {
  const shown = points.filter(({ run }) => run.duration != null)
  const most = Math.max(1, ...shown.flatMap(({ run, usual }) => [run.duration!, usual?.high ?? 0])) * 1.08
  const inner = width - CHART.left - CHART.right
  const xOf = (i: number) => CHART.left + (shown.length === 1 ? inner / 2 : (i / (shown.length - 1)) * inner)
  const yOf = (ms: number) =>
    CHART.height - CHART.bottom - (ms / most) * (CHART.height - CHART.bottom - CHART.top)
  const known = shown.flatMap(({ usual }, i) => (usual ? [{ x: xOf(i), usual }] : []))
  const line = (of: (usual: NonNullable<Point['usual']>) => number, places = known) =>
    places.map(({ x, usual }) => `${x.toFixed(1)},${yOf(of(usual)).toFixed(1)}`).join('L')
  return {
    dots: shown.map((point, i) => ({ x: xOf(i), y: yOf(point.run.duration!), point })),
    median: known.length > 1 ? `M${line(({ median }) => median)}` : '',
    band:
      known.length > 1 ? `M${line(({ high }) => high)}L${line(({ low }) => low, known.toReversed())}Z` : '',
    marks: ticks({ from: 0, to: most }, 4).at.map((ms) => ({ ms, y: yOf(ms) })),
  }
}
