import { MOST_CHANGES, type ComparisonReport } from '../../analysis/messages.ts'
import type { Change, Group, ToolChange } from '../../domain/analysis/compare/compare.ts'
import { NotFound } from '../../errors.ts'
import type { RunRow } from '../../domain/model.ts'
import { subjectOf } from './analysed-run.ts'
import { ToolTimeRef, WHOLE_RUN } from './analysis.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { Run } from '../refs.ts'

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
      base: t.arg({ type: 'UUID', required: true, description: 'The id of the run to compare with.' }),
      head: t.arg({ type: 'UUID', required: true, description: 'The id of the run that is compared.' }),
    },
    complexity: 2 * WHOLE_RUN,
    resolve: async (_, args, context): Promise<ComparedRuns> => {
      const [base, head] = await Promise.all([read(context, args.base), read(context, args.head)])
      const [left, right] = [subjectOf(context, base), subjectOf(context, head)]
      const question = { kind: 'comparison', base: left, head: right } as const
      const report = await context.analyst.ask<'comparison'>(question, [left, right], context.budget.signal)
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
  description: 'How processes of one command line differ.',
  values: {
    slower: { value: 'slower', description: 'They took longer in the head.' },
    faster: { value: 'faster', description: 'They took longer in the base.' },
    new: { value: 'new', description: 'Only the head has them.' },
    gone: { value: 'gone', description: 'Only the base has them.' },
  } satisfies { [Each in Change['kind']]: { value: Each; description: string } },
})

const RunComparison = builder.objectRef<ComparedRuns>('RunComparison').implement({
  description: 'What differs between two runs.',
  fields: (t) => ({
    base: t.expose('base', { type: Run, description: 'The run that is compared with.' }),
    head: t.expose('head', { type: Run, description: 'The run that is compared.' }),
    changes: t.field({
      type: [ProcessChange],
      args: { first: t.arg.int({ required: true, defaultValue: 200, description: 'How many of them.' }) },
      description: `The largest difference first; at most ${MOST_CHANGES}.`,
      resolve: ({ changes }, { first }) => changes.slice(0, Math.max(0, first)),
    }),
    changed: t.exposeInt('changed', { description: 'How many changes there are.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Groups that took as long as before.' }),
    byTool: t.field({
      type: [ToolChangeRef],
      description: 'What differs by tool, the largest difference first.',
      resolve: ({ byTool }) => byTool,
    }),
  }),
})

const ProcessChange = builder.objectRef<Change>('ProcessChange').implement({
  description: 'Processes of one command line and directory, in both runs.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ChangeKind, description: 'How they differ.' }),
    name: t.exposeString('name', { description: 'Their name.' }),
    commandLine: t.exposeString('commandLine', { description: 'As it was matched.' }),
    directory: t.exposeString('directory', { description: 'As seen from the directory of the run.' }),
    delta: t.exposeFloat('delta', { description: 'Own time of the head less that of the base, in ms.' }),
    base: t.expose('base', {
      type: ProcessGroup,
      nullable: true,
      description: 'Those of the base; null if it has none.',
    }),
    head: t.expose('head', {
      type: ProcessGroup,
      nullable: true,
      description: 'Those of the head; null if it has none.',
    }),
  }),
})

const ProcessGroup = builder.objectRef<Group>('ProcessGroup').implement({
  description: 'Times in milliseconds, summed.',
  fields: (t) => ({
    count: t.exposeInt('count', { description: 'How many processes.' }),
    own: t.exposeFloat('own', { description: 'Without waiting for children.' }),
    cpuTime: t.exposeFloat('cpuTime', { description: 'User and system time, where it was measured.' }),
    row: t.exposeInt('row', { description: 'Of the longest, in the columns of `Run.timeline`.' }),
  }),
})

const ToolChangeRef = builder.objectRef<ToolChange>('ToolChange').implement({
  description: 'What a tool did in two runs.',
  fields: (t) => ({
    tool: t.exposeString('tool', { description: 'Its name.' }),
    delta: t.exposeFloat('delta', { description: 'Own time of the head less that of the base, in ms.' }),
    base: t.expose('base', {
      type: ToolTimeRef,
      nullable: true,
      description: 'In the base; null if it was not there.',
    }),
    head: t.expose('head', {
      type: ToolTimeRef,
      nullable: true,
      description: 'In the head; null if it was not there.',
    }),
  }),
})
