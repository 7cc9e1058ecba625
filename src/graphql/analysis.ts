import { leafConcurrency, sampleSteps, type Steps } from '../domain/analysis/concurrency.ts'
import { cpuOverTime, memoryOverTime } from '../domain/analysis/counters.ts'
import { sumPath, type PathStep } from '../domain/analysis/critical-path.ts'
import type { Finding } from '../domain/analysis/findings.ts'
import type { ToolTime } from '../domain/analysis/tools.ts'
import { analyseRun, type AnalysedRun } from './analysed-run.ts'
import { builder } from './builder.ts'
import { ProcessTimeRef, type ProcessTime } from './process-time.ts'
import { Run } from './refs.ts'

/** Reading all processes of a run costs as much as this many objects. */
export const WHOLE_RUN = 100

/** Parts that a series over time is sampled into, at most. */
const MOST_PARTS = 2000

const parts = { type: 'Int', required: true, defaultValue: 200 } as const

const at = ({ processes, until, analysis }: AnalysedRun, row: number): ProcessTime => ({
  processes,
  own: analysis.own,
  until,
  row,
})

builder.objectField(Run, 'analysis', (t) =>
  t.field({
    type: RunAnalysis,
    description: 'Where its time went, from all of its processes; for a run that goes on, until now.',
    complexity: WHOLE_RUN,
    resolve: (run, _, context) => analyseRun(context, run),
  }),
)

const RunAnalysis = builder.objectRef<AnalysedRun>('RunAnalysis').implement({
  description: 'Times are milliseconds.',
  fields: (t) => ({
    wall: t.float({ resolve: ({ analysis }) => analysis.wall }),
    meanConcurrency: t.float({
      description: 'Processes at work at a time, those that waited for their children not counted.',
      resolve: ({ analysis }) => analysis.meanConcurrency,
    }),
    alone: t.float({
      description: 'How long exactly one process was at work.',
      resolve: ({ analysis }) => analysis.alone,
    }),
    idle: t.float({ description: 'How long none was.', resolve: ({ analysis }) => analysis.idle }),
    findings: t.field({
      type: [FindingRef],
      description: 'What stands out, in words; what costs most comes first.',
      resolve: (run) => run.analysis.findings.map((finding) => ({ run, finding })),
    }),
    byTool: t.field({ type: [ToolTimeRef], resolve: ({ analysis }) => analysis.byTool }),
    slowest: t.field({
      type: [ProcessTimeRef],
      description: 'The longest at work, at most 20.',
      resolve: (run) => run.analysis.slowest.map((row) => at(run, row)),
    }),
    criticalPath: t.field({ type: CriticalPath, resolve: (run) => run }),
    concurrency: t.field({
      type: [SeriesPart],
      args: { parts: t.arg(parts) },
      description: 'Processes at work over time, in equal parts of the wall time.',
      resolve: ({ processes, until }, { parts }) => sampled(leafConcurrency(processes, until), until, parts),
    }),
    cpu: t.field({
      type: [SeriesPart],
      args: { parts: t.arg(parts) },
      description: 'Cores busy over time: the CPU time of each process spread over its life.',
      resolve: ({ processes, until }, { parts }) => sampled(cpuOverTime(processes, until), until, parts),
    }),
    memory: t.field({
      type: [SeriesPart],
      args: { parts: t.arg(parts) },
      description: 'Bytes over time: the sum of the peaks of the living, an upper estimate.',
      resolve: ({ processes, until }, { parts }) => sampled(memoryOverTime(processes, until), until, parts),
    }),
  }),
})

const FindingRef = builder.objectRef<{ run: AnalysedRun; finding: Finding }>('Finding').implement({
  fields: (t) => ({
    kind: t.string({ resolve: ({ finding }) => finding.kind }),
    level: t.string({ description: 'bad, warn or note.', resolve: ({ finding }) => finding.level }),
    text: t.string({
      description: 'A sentence; names of processes in it stand between backticks.',
      resolve: ({ finding }) => finding.text,
    }),
    share: t.float({
      description: 'What it costs, as a share of the wall time.',
      resolve: ({ finding }) => finding.share,
    }),
    processes: t.field({
      type: [ProcessTimeRef],
      resolve: ({ run, finding }) => finding.rows.map((row) => at(run, row)),
    }),
  }),
})

export const ToolTimeRef = builder.objectRef<ToolTime>('ToolTime').implement({
  description: 'What one tool did, in milliseconds summed over its processes.',
  fields: (t) => ({
    tool: t.exposeString('tool'),
    count: t.exposeInt('count'),
    failed: t.exposeInt('failed'),
    own: t.exposeFloat('own', { description: 'Without waiting for children.' }),
    total: t.exposeFloat('total', { description: 'Waiting included.' }),
    cpuTime: t.exposeFloat('cpuTime'),
  }),
})

const CriticalPath = builder.objectRef<AnalysedRun>('CriticalPath').implement({
  description:
    'The chain of processes that decided the wall time. An estimate: who waited for whom was not recorded, only who ended when.',
  fields: (t) => ({
    work: t.float({ resolve: ({ analysis }) => sumPath(analysis.criticalPath).work }),
    gaps: t.float({ resolve: ({ analysis }) => sumPath(analysis.criticalPath).gaps }),
    steps: t.field({
      type: [PathStepRef],
      args: { first: t.arg.int({ required: true, defaultValue: 500 }) },
      description: 'In the order of time; the longest, if there are more than asked for.',
      resolve: (run, { first }) => longest(run.analysis.criticalPath, first).map((step) => ({ run, step })),
    }),
  }),
})

const PathStepRef = builder.objectRef<{ run: AnalysedRun; step: PathStep }>('CriticalPathStep').implement({
  fields: (t) => ({
    from: t.float({ resolve: ({ step }) => step.from }),
    to: t.float({ resolve: ({ step }) => step.to }),
    gap: t.boolean({ description: 'Nothing on the path was at work.', resolve: ({ step }) => step.gap }),
    process: t.field({
      type: ProcessTimeRef,
      nullable: true,
      description: 'Null where no process was recorded.',
      resolve: ({ run, step }) => (step.row < 0 ? null : at(run, step.row)),
    }),
  }),
})

const SeriesPart = builder.objectRef<{ mean: number; peak: number }>('SeriesPart').implement({
  fields: (t) => ({ mean: t.exposeFloat('mean'), peak: t.exposeFloat('peak') }),
})

function sampled(steps: Steps<ArrayLike<number>>, until: number, parts: number) {
  const mean = new Float32Array(Math.min(Math.max(parts, 1), MOST_PARTS))
  const peak = new Float32Array(mean.length)
  sampleSteps(steps, 0, until, mean, peak)
  return Array.from(mean, (value, i) => ({ mean: value, peak: peak[i]! }))
}

function longest(steps: readonly PathStep[], most: number): readonly PathStep[] {
  if (steps.length <= most) return steps
  const kept = steps.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, Math.max(0, most))
  return kept.sort((a, b) => a.from - b.from)
}
