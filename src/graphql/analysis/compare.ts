import {
  MOST_CHANGES,
  MOST_RERUNS,
  type ComparisonReport,
  type ReportedRerun,
} from '../../analysis/messages.ts'
import type { Subject } from '../../analysis/analyst.ts'
import type {
  Change,
  ChangeKind,
  ChangeOrder,
  ChangeTotal,
  ToolChange,
} from '../../domain/analysis/compare/compare.ts'
import type { Group } from '../../domain/analysis/compare/groups.ts'
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
  /** Both runs, as the analysis needs them. */
  readonly subjects: readonly [base: Subject, head: Subject]
}

builder.queryField('compare', (t) =>
  t.field({
    type: RunComparison,
    description:
      'The differences between two runs. Processes match by command line and directory, without temporary names and the directory of the run; else by tool, subject and directory; else by the files they write.',
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
      return { base, head, subjects: [left, right], ...report }
    },
  }),
)

async function read(context: GraphContext, id: string): Promise<RunRow> {
  const run = await context.loaders.run.load(id)
  if (run) return run
  throw new NotFound(`There is no run ${id}`)
}

const ChangeKindEnum = builder.enumType('ChangeKind', {
  description: 'How processes of one command line differ.',
  values: {
    slower: { value: 'slower', description: 'They took longer in the head.' },
    faster: { value: 'faster', description: 'They took longer in the base.' },
    new: { value: 'new', description: 'Only the head has them.' },
    gone: { value: 'gone', description: 'Only the base has them.' },
  } satisfies { [Each in ChangeKind]: { value: Each; description: string } },
})

const ChangeOrderEnum = builder.enumType('ChangeOrder', {
  description: 'A time by which changes are ordered.',
  values: {
    own: { value: 'own', description: 'Own time: without waiting for children.' },
    cpuTime: { value: 'cpuTime', description: 'CPU time, which waits for nobody.' },
  } satisfies { [Each in ChangeOrder]: { value: Each; description: string } },
})

const RunComparison = builder.objectRef<ComparedRuns>('RunComparison').implement({
  description: 'The differences between two runs.',
  fields: (t) => ({
    base: t.expose('base', { type: Run, description: 'The run that is compared with.' }),
    head: t.expose('head', { type: Run, description: 'The run that is compared.' }),
    sentences: t.exposeStringList('sentences', {
      description:
        'What it says: the difference of the wall times, then what accounts for it. Recorded text stands between backticks.',
    }),
    changes: t.field({
      type: [ProcessChange],
      args: {
        first: t.arg.int({ required: true, defaultValue: 200, description: 'How many of them.' }),
        offset: t.arg.int({ required: true, defaultValue: 0, description: 'How many are left out before.' }),
        kind: t.arg({ type: ChangeKindEnum, description: 'Only these; all without it.' }),
        order: t.arg({
          type: ChangeOrderEnum,
          required: true,
          defaultValue: 'own',
          description: 'The largest difference of this comes first.',
        }),
      },
      description: `A page of them, the largest difference first; at most ${MOST_CHANGES}.`,
      resolve: ({ subjects }, { first, offset, kind, order }, { analyst, budget }) => {
        const [base, head] = subjects
        const page = { of: kind ?? null, order, offset: Math.max(0, offset), first: Math.max(0, first) }
        return analyst.ask<'changes'>({ kind: 'changes', base, head, ...page }, subjects, budget.signal)
      },
    }),
    totals: t.field({
      type: [ChangeTotalRef],
      description: 'A total for each kind, over all changes.',
      resolve: ({ totals }) => totals,
    }),
    changed: t.exposeInt('changed', { description: 'How many changes there are.' }),
    unchanged: t.exposeInt('unchanged', { description: 'Groups that took as long as before.' }),
    cpuRatio: t.exposeFloat('cpuRatio', {
      nullable: true,
      description:
        'How many times as much CPU time the processes of the head took as the same ones of the base: the median, weighted by CPU time. A busy machine slows all of them down. Null if it was not measured.',
    }),
    byTool: t.field({
      type: [ToolChangeRef],
      description: 'The differences by tool, the largest first.',
      resolve: ({ byTool }) => byTool,
    }),
    reruns: t.field({
      type: [RerunRef],
      description: `Why steps of the head ran again that the base had done in the same directory, the longest first; at most ${MOST_RERUNS}.`,
      resolve: ({ reruns }) => reruns,
    }),
  }),
})

const RerunKindEnum = builder.enumType('RerunKind', {
  description: 'Why a step ran again, as far as the records say.',
  values: {
    missing: { value: 'missing', description: 'A file that it had made was not there any more.' },
    written: { value: 'written', description: 'Another step of the head wrote one of its inputs.' },
    inputs: { value: 'inputs', description: 'It read other files.' },
    needless: {
      value: 'needless',
      description: 'It read the same files, and no recorded process wrote one.',
    },
    unknown: { value: 'unknown', description: 'The files of one of the runs were not recorded.' },
  } satisfies { [Each in ReportedRerun['kind']]: { value: Each; description: string } },
})

const RerunRef = builder.objectRef<ReportedRerun>('Rerun').implement({
  description: 'A step that ran again: what one job or one command of a script did.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RerunKindEnum, description: 'Why it did.' }),
    text: t.exposeString('text', {
      description: 'A sentence; names of processes and files in it stand between backticks.',
    }),
    own: t.exposeFloat('own', {
      description: 'Milliseconds of its processes, without waiting for children.',
    }),
    row: t.exposeInt('row', {
      description: 'The longest of its processes, in the columns of `Run.timeline` of the head.',
    }),
  }),
})

const ChangeTotalRef = builder.objectRef<ChangeTotal>('ChangeTotal').implement({
  description: 'All changes of a kind.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ChangeKindEnum, description: 'Their kind.' }),
    count: t.exposeInt('count', { description: 'How many there are.' }),
    delta: t.exposeFloat('delta', { description: 'The sum of their differences, in ms.' }),
  }),
})

const ProcessChange = builder.objectRef<Change>('ProcessChange').implement({
  description: 'One step in both runs: processes that match.',
  fields: (t) => ({
    kind: t.expose('kind', { type: ChangeKindEnum, description: 'How they differ.' }),
    name: t.exposeString('name', { description: 'Their name.' }),
    commandLine: t.exposeString('commandLine', {
      description: 'Normalised; that of the head, if it has one.',
    }),
    directory: t.exposeString('directory', { description: 'As seen from the directory of the run.' }),
    difference: t.exposeString('difference', {
      description: 'How the command changed, in words; empty if it is the same, or only one run has it.',
    }),
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
  description: 'The work of a tool in two runs.',
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
