import type { ReportedFinding, TimedStep } from '../../analysis/messages.ts'
import { MOST_STEPS } from '../../analysis/messages.ts'
import { longestSteps } from '../../domain/analysis/path/critical-path.ts'
import type { RunWaiting } from '../../domain/analysis/time/waiting.ts'
import type { ToolTime } from '../../domain/analysis/time/tools.ts'
import { analyseRun, readSeries, type AnalysedRun } from './analysed-run.ts'
import { builder } from '../builder.ts'
import { ProcessTimeRef } from '../process-time.ts'
import { Run } from '../refs.ts'

/** Reading all processes of a run costs as much as this many objects. */
export const WHOLE_RUN = 100

/** Parts that a series over time is sampled into, at most. */
const MOST_PARTS = 2000

const parts = {
  type: 'Int',
  required: true,
  defaultValue: 200,
  description: `How many parts, at most ${MOST_PARTS}.`,
} as const
const within = (parts: number) => Math.min(Math.max(parts, 1), MOST_PARTS)

builder.objectField(Run, 'analysis', (t) =>
  t.field({
    type: RunAnalysis,
    description: 'An analysis of its time, from all of its processes; until now while it runs.',
    complexity: WHOLE_RUN,
    resolve: (run, _, context) => analyseRun(context, run),
  }),
)

const RunAnalysis = builder.objectRef<AnalysedRun>('RunAnalysis').implement({
  description: 'Times are milliseconds. Command lines are cut after 8,192 characters.',
  fields: (t) => ({
    wall: t.float({
      description: 'From its begin to its end, or until now.',
      resolve: ({ report }) => report.wall,
    }),
    meanConcurrency: t.float({
      description: 'Processes at work at a time, those that waited for their children not counted.',
      resolve: ({ report }) => report.meanConcurrency,
    }),
    alone: t.float({
      description: 'How long exactly one process was at work.',
      resolve: ({ report }) => report.alone,
    }),
    idle: t.float({ description: 'How long none was.', resolve: ({ report }) => report.idle }),
    waiting: t.field({
      type: RunWaitingRef,
      description: 'The waiting times of its processes.',
      resolve: ({ report }) => report.waiting,
    }),
    findings: t.field({
      type: [FindingRef],
      description: 'The findings in words, the most expensive first.',
      resolve: ({ report }) => report.findings,
    }),
    byTool: t.field({
      type: [ToolTimeRef],
      description: 'The work of each tool, the longest first.',
      resolve: ({ report }) => report.byTool,
    }),
    slowest: t.field({
      type: [ProcessTimeRef],
      description: 'The longest at work, at most 20.',
      resolve: ({ report }) => report.slowest,
    }),
    criticalPath: t.field({
      type: CriticalPath,
      description: 'The chain that decided how long it took.',
      resolve: (run) => run,
    }),
    concurrency: t.field({
      type: [SeriesPart],
      args: { parts: t.arg(parts) },
      description: 'Processes at work over time, in equal parts of the wall time.',
      resolve: ({ subject }, { parts }, context) =>
        readSeries(context, subject, 'concurrency', within(parts)),
    }),
    cpu: t.field({
      type: [SeriesPart],
      args: { parts: t.arg(parts) },
      description: 'Cores busy over time: the CPU time of each process spread over its life.',
      resolve: ({ subject }, { parts }, context) => readSeries(context, subject, 'cpu', within(parts)),
    }),
    memory: t.field({
      type: [SeriesPart],
      args: { parts: t.arg(parts) },
      description: 'Bytes over time: the sum of the peaks of the living, an upper estimate.',
      resolve: ({ subject }, { parts }, context) => readSeries(context, subject, 'memory', within(parts)),
    }),
  }),
})

const RunWaitingRef = builder.objectRef<RunWaiting>('RunWaiting').implement({
  description:
    'How the processes of a run spent their lives, in milliseconds summed over all of them; `ProcessWaiting` says what each is.',
  fields: (t) => ({
    onCpu: t.exposeFloat('onCpu', { nullable: true, description: 'Null if nothing measured it.' }),
    runQueue: t.exposeFloat('runQueue', { nullable: true, description: 'Null if nothing measured it.' }),
    disk: t.exposeFloat('disk', {
      nullable: true,
      description: 'Null where the kernel does not count it.',
    }),
    children: t.exposeFloat('children', { description: 'A child lived meanwhile.' }),
    other: t.exposeFloat('other', { description: 'The rest.' }),
  }),
})

const FindingRef = builder.objectRef<ReportedFinding>('Finding').implement({
  description: 'Something that stands out.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'Which rule found it.' }),
    level: t.exposeString('level', { description: 'bad, warn or note.' }),
    text: t.exposeString('text', {
      description: 'A sentence; names of processes in it stand between backticks.',
    }),
    share: t.exposeFloat('share', { description: 'Its cost, as a share of the wall time.' }),
    processes: t.expose('processes', {
      type: [ProcessTimeRef],
      description: 'The processes that it is about.',
    }),
  }),
})

export const ToolTimeRef = builder.objectRef<ToolTime>('ToolTime').implement({
  description: 'The work of one tool, in milliseconds summed over its processes.',
  fields: (t) => ({
    tool: t.exposeString('tool', { description: 'Its name.' }),
    count: t.exposeInt('count', { description: 'Its processes.' }),
    failed: t.exposeInt('failed', { description: 'Those of them that failed.' }),
    own: t.exposeFloat('own', { description: 'Without waiting for children.' }),
    total: t.exposeFloat('total', { description: 'Waiting included.' }),
    cpuTime: t.exposeFloat('cpuTime', { description: 'User and system time, where it was measured.' }),
  }),
})

const CriticalPath = builder.objectRef<AnalysedRun>('CriticalPath').implement({
  description:
    'The chain of processes that decided the wall time. It is an estimate, because the record only has the ends of processes, and not the waiting between them.',
  fields: (t) => ({
    work: t.float({
      description: 'How long a process of the path was at work.',
      resolve: ({ report }) => report.path.work,
    }),
    gaps: t.float({ description: 'How long none was.', resolve: ({ report }) => report.path.gaps }),
    steps: t.field({
      type: [PathStepRef],
      args: { first: t.arg.int({ required: true, defaultValue: 500, description: 'How many steps.' }) },
      description: `In the order of time; the longest, if there are more than asked for, or than ${MOST_STEPS}.`,
      resolve: ({ report }, { first }) => longestSteps(report.path.steps, first),
    }),
  }),
})

const PathStepRef = builder.objectRef<TimedStep>('CriticalPathStep').implement({
  description: 'A part of the critical path.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'Where it begins, since the start of the run.' }),
    to: t.exposeFloat('to', { description: 'Where it ends.' }),
    gap: t.exposeBoolean('gap', { description: 'Nothing on the path was at work.' }),
    process: t.expose('process', {
      type: ProcessTimeRef,
      nullable: true,
      description: 'Null where no process was recorded.',
    }),
  }),
})

export const SeriesPart = builder.objectRef<{ mean: number; peak: number }>('SeriesPart').implement({
  description: 'A part of a series over time.',
  fields: (t) => ({
    mean: t.exposeFloat('mean', { description: 'The mean over the part.' }),
    peak: t.exposeFloat('peak', { description: 'The highest in the part.' }),
  }),
})
