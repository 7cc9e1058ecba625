import type { Verdict } from '../../domain/analysis/trends/history.ts'
import { judgeEach } from '../../domain/analysis/trends/trend.ts'
import { pageOfRuns } from '../../store/reads/run-page.ts'
import type { RunRow } from '../../domain/model.ts'
import { builder } from '../builder.ts'
import { groupBy } from '../group-by.ts'
import { pastRun, QuartilesRef } from './history.ts'
import { Run } from '../refs.ts'
import { wordsOf } from '../words.ts'

/** Runs in trends, at most: the newest. */
const MOST_RUNS = 1000

interface Point {
  readonly run: RunRow
  readonly verdict: Verdict
}
type Trend = readonly Point[]

builder.queryField('trends', (t) =>
  t.field({
    type: [TrendRef],
    description:
      'How long the same command took in the same directory, run by run; the most recently run command first. Made of the newest 1,000 runs that match.',
    args: {
      search: t.arg.string({ description: 'Literal text in the command line or the working directory.' }),
      words: t.arg.string({ description: 'Words that each run must have, as those of `runs`.' }),
      least: t.arg.int({ required: true, defaultValue: 1, description: 'Fewer runs make no trend.' }),
      first: t.arg.int({ description: 'So many trends; all without it.' }),
    },
    complexity: { field: 20, multiplier: 20 },
    resolve: async (_, { search, words, least, first }, { store }): Promise<Trend[]> => {
      const range = { order: 'newest', inverted: false, limit: MOST_RUNS } as const
      const runs = await pageOfRuns(store, { search, words: wordsOf(words), liveSince: 0 }, range)
      const kinds = groupBy(runs, (run) => [run.command, run.args, run.workingDir].join('\0'))
      const trends = [...kinds.values()].filter((kind) => kind.length >= least)
      return trends.slice(0, first == null ? trends.length : Math.max(0, first)).map(trendOf)
    },
  }),
)

function trendOf(newestFirst: readonly RunRow[]): Trend {
  const runs = newestFirst.toReversed()
  const verdicts = judgeEach(runs.map(pastRun))
  return runs.map((run, i) => ({ run, verdict: verdicts[i]! }))
}

const TrendRef = builder.objectRef<Trend>('Trend').implement({
  description: 'The runs of one command in one directory.',
  fields: (t) => ({
    newest: t.field({ type: Run, description: 'The last of them.', resolve: (points) => points.at(-1)!.run }),
    count: t.int({ description: 'How many runs it has.', resolve: (points) => points.length }),
    points: t.field({
      type: [TrendPoint],
      description: 'Oldest first.',
      args: { last: t.arg.int({ description: 'So many of the newest; all without it.' }) },
      resolve: (points, { last }) => (last == null ? points : points.slice(-Math.max(1, last))),
    }),
  }),
})

const TrendPoint = builder.objectRef<Point>('TrendPoint').implement({
  description: 'A run among those before it.',
  fields: (t) => ({
    run: t.expose('run', { type: Run, description: 'The run.' }),
    usual: t.field({
      type: QuartilesRef,
      nullable: true,
      description: 'Of the twenty runs before it that passed.',
      resolve: ({ verdict }) => verdict.usual,
    }),
    change: t.float({
      nullable: true,
      description: 'Its duration over the median, less one; null without one.',
      resolve: ({ verdict }) => verdict.change,
    }),
    regression: t.boolean({
      description: 'It was slower than chance explains.',
      resolve: ({ verdict }) => verdict.regression,
    }),
  }),
})
