import { outcomeOf } from '../../domain/analysis/outcome.ts'
import { judge, type PastRun, type Verdict } from '../../domain/analysis/trends/history.ts'
import type { Quartiles } from '../../domain/analysis/trends/quartiles.ts'
import { durationOf, type RunRow } from '../../domain/model.ts'
import { builder } from '../builder.ts'
import { Run } from '../refs.ts'

interface History extends Verdict {
  readonly runs: readonly RunRow[]
}

/** A run, as the history needs it. */
export const pastRun = (run: RunRow): PastRun => ({ duration: durationOf(run), outcome: outcomeOf(run) })

builder.objectField(Run, 'history', (t) =>
  t.field({
    type: RunHistory,
    description: 'A comparison with the earlier runs of the same command in the same directory.',
    args: { last: t.arg.int({ required: true, defaultValue: 20, description: 'Of at most 50 runs.' }) },
    resolve: async (run, { last }, { loaders, now }): Promise<History> => {
      const runs = (await loaders.earlier.load(run)).slice(0, Math.max(0, last))
      const elapsed = durationOf(run) ?? now() - Number(run.startTime) / 1e6
      return { runs, ...judge(runs.map(pastRun), pastRun(run), elapsed) }
    },
  }),
)

export const QuartilesRef = builder.objectRef<Quartiles>('Quartiles').implement({
  description: 'The median of a set of durations, and the band of its middle half, in milliseconds.',
  fields: (t) => ({
    low: t.exposeFloat('low', { description: 'A quarter of them are below.' }),
    median: t.exposeFloat('median', { description: 'Half of them are below.' }),
    high: t.exposeFloat('high', { description: 'A quarter of them are above.' }),
  }),
})

const RunHistory = builder.objectRef<History>('RunHistory').implement({
  description: 'A run among the earlier ones of the same command in the same directory.',
  fields: (t) => ({
    runs: t.expose('runs', { type: [Run], description: 'The earlier runs, newest first.' }),
    usual: t.expose('usual', {
      type: QuartilesRef,
      nullable: true,
      description: 'Of those that passed; null if none did.',
    }),
    sample: t.exposeInt('sample', { description: 'How many passed.' }),
    change: t.exposeFloat('change', {
      nullable: true,
      description: 'Its duration over the median, less one: 0.25 is a quarter slower.',
    }),
    regression: t.exposeBoolean('regression', { description: 'It was slower than chance explains.' }),
    remaining: t.exposeFloat('remaining', {
      nullable: true,
      description: 'For a running build: milliseconds until its usual end; null if that has passed.',
    }),
  }),
})
