import { MOST_CHANGES, type ComparisonReport } from '../analysis/messages.ts'
import type { Change, Group, ToolChange } from '../domain/analysis/compare.ts'
import { NotFound } from '../errors.ts'
import type { RunRow } from '../store/rows.ts'
import { subjectOf } from './analysed-run.ts'
import { ToolTimeRef, WHOLE_RUN } from './analysis.ts'
import { builder } from './builder.ts'
import type { GraphContext } from './context.ts'
import { Run } from './refs.ts'

interface ComparedRuns extends ComparisonReport {
  readonly base: RunRow
  readonly head: RunRow
}

builder.queryField('compare', (t) =>
  t.field({
    type: RunComparison,
    description:
      'What differs between two runs. Processes match that have the same command line and directory, temporary names and the directory of the run left out.',
    args: {
      base: t.arg({ type: 'UUID', required: true }),
      head: t.arg({ type: 'UUID', required: true }),
    },
    complexity: 2 * WHOLE_RUN,
    resolve: async (_, args, context): Promise<ComparedRuns> => {
      const [base, head] = await Promise.all([read(context, args.base), read(context, args.head)])
      const [left, right] = [subjectOf(context, base), subjectOf(context, head)]
      const question = { kind: 'comparison', base: left, head: right } as const
      const report = await context.analyst.ask<'comparison'>(question, [left, right], context.signal)
      return { base, head, ...report }
    },
  }),
)

async function read(context: GraphContext, id: string): Promise<RunRow> {
  const run = await context.loaders.run.load(id)
  if (run) return run
  throw new NotFound(`There is no run ${id}`)
}

const ChangeKind = builder.enumType('ChangeKind', {
  values: ['slower', 'faster', 'new', 'gone'] as const satisfies Change['kind'][],
})

const RunComparison = builder.objectRef<ComparedRuns>('RunComparison').implement({
  fields: (t) => ({
    base: t.expose('base', { type: Run }),
    head: t.expose('head', { type: Run }),
    changes: t.field({
      type: [ProcessChange],
      args: { first: t.arg.int({ required: true, defaultValue: 200 }) },
      description: `The largest difference first; at most ${MOST_CHANGES}.`,
      resolve: ({ changes }, { first }) => changes.slice(0, Math.max(0, first)),
    }),
    changed: t.exposeInt('changed', { description: 'How many changes there are.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Groups that took as long as before.' }),
    byTool: t.field({ type: [ToolChangeRef], resolve: ({ byTool }) => byTool }),
  }),
})

const ProcessChange = builder.objectRef<Change>('ProcessChange').implement({
  description: 'Processes of one command line and directory, in both runs.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ChangeKind }),
    name: t.exposeString('name'),
    commandLine: t.exposeString('commandLine', { description: 'As it was matched.' }),
    directory: t.exposeString('directory', { description: 'As seen from the directory of the run.' }),
    delta: t.exposeFloat('delta', { description: 'Own time of the head less that of the base, in ms.' }),
    base: t.expose('base', { type: ProcessGroup, nullable: true }),
    head: t.expose('head', { type: ProcessGroup, nullable: true }),
  }),
})

const ProcessGroup = builder.objectRef<Group>('ProcessGroup').implement({
  description: 'Times in milliseconds, summed.',
  fields: (t) => ({
    count: t.exposeInt('count'),
    own: t.exposeFloat('own'),
    cpuTime: t.exposeFloat('cpuTime'),
    row: t.exposeInt('row', { description: 'Of the longest, in the columns of `Run.timeline`.' }),
  }),
})

const ToolChangeRef = builder.objectRef<ToolChange>('ToolChange').implement({
  fields: (t) => ({
    tool: t.exposeString('tool'),
    delta: t.exposeFloat('delta', { description: 'Own time of the head less that of the base, in ms.' }),
    base: t.expose('base', { type: ToolTimeRef, nullable: true }),
    head: t.expose('head', { type: ToolTimeRef, nullable: true }),
  }),
})
