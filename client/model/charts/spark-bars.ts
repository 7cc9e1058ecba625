import type { CommandsQuery } from '../../gql/graphql.ts'

/** A command with its newest runs. */
export type Command = CommandsQuery['trends'][number]

/** How a run ended, as its bar tells it. */
export type BarLook = 'usual' | 'slow' | 'failed' | 'interrupted'

/** A run as a bar; `height` is a share of the chart's. */
export interface SparkBar {
  readonly key: string
  readonly height: number
  readonly look: BarLook
}

/** The lowest bar, so that a short run is seen. */
const LEAST = 0.06

/** The runs of a command as bars, oldest first; one that has not ended has none. O(n). */
export function barsOf(points: Command['points']): SparkBar[] {
  const ended = points.filter(({ run }) => run.duration != null)
  const longest = Math.max(1, ...ended.map(({ run }) => run.duration!))
  return ended.map(({ run: { id, duration, outcome }, regression }) => ({
    key: id,
    height: Math.max(LEAST, duration! / longest),
    look: lookOf(outcome, regression),
  }))
}

/** How a run that ended is drawn. */
export function lookOf(outcome: Command['points'][number]['run']['outcome'], regression: boolean): BarLook {
  if (outcome === 'FAILED' || outcome === 'CRASHED') return 'failed'
  if (outcome === 'INTERRUPTED') return 'interrupted'
  return regression ? 'slow' : 'usual'
}
