import { PREDICTED_PARTS, type PredictionReport } from '../../analysis/messages.ts'
import { BadInput } from '../../errors.ts'
import { builder } from '../builder.ts'
import { Run } from '../refs.ts'
import { subjectOf } from './analysed-run.ts'
import { SeriesPart, WHOLE_RUN } from './analysis.ts'
import { BoundPathRef } from './bound-path.ts'

/** The limits of a prediction. */
const MOST_JOBS = 4096
const MOST_TEXTS = 100
const MOST_CHARACTERS = 1000
const FACTORS = { least: 0.01, most: 1000 } as const

const PROCESSES = `A pid, a name, or a pattern over names and command lines in which \`*\` stands for any characters and \`?\` for one; \`#12\` is row 12 of \`Run.timeline\`.`

const FasterInput = builder.inputType('FasterInput', {
  description: 'Processes that take another time.',
  fields: (t) => ({
    process: t.string({ required: true, description: PROCESSES }),
    factor: t.float({
      required: true,
      description: `So many times faster, not what they start: ${FACTORS.least} to ${FACTORS.most}; below 1 slower.`,
    }),
  }),
})

builder.objectField(Run, 'predict', (t) =>
  t.field({
    type: PredictionRef,
    description:
      'How long it would take if something was different. Everything else stays as it was recorded.',
    args: {
      jobs: t.arg.int({ description: `Jobs at a time, of each program that runs jobs: 1 to ${MOST_JOBS}.` }),
      cores: t.arg.int({ description: `Processors: 1 to ${MOST_JOBS}.` }),
      without: t.arg.stringList({
        description: `Processes that do not take place, nor what they start. ${PROCESSES}`,
      }),
      faster: t.arg({ type: [FasterInput], description: 'Processes that are faster or slower.' }),
    },
    complexity: WHOLE_RUN,
    resolve: (row, { jobs, cores, without, faster }, context) => {
      checkCount('jobs', jobs)
      checkCount('cores', cores)
      checkTexts('without', without ?? [])
      checkTexts('faster', faster?.map(({ process }) => process) ?? [])
      for (const { factor } of faster ?? [])
        if (!(factor >= FACTORS.least && factor <= FACTORS.most))
          throw new BadInput(`faster: the factor must be ${FACTORS.least} to ${FACTORS.most}`)
      const run = subjectOf(context, row)
      const changes = {
        jobs: jobs ?? null,
        cores: cores ?? null,
        without: without ?? [],
        faster: (faster ?? []).map(({ process, factor }) => ({ process, factor })),
      }
      const question = { kind: 'prediction', run, changes } as const
      return context.analyst.ask<'prediction'>(question, [run], context.budget.signal)
    },
  }),
)

function checkCount(name: string, count: number | null | undefined): void {
  if (count !== null && count !== undefined && (count < 1 || count > MOST_JOBS))
    throw new BadInput(`${name}: it must be 1 to ${MOST_JOBS}`)
}

function checkTexts(name: string, texts: readonly string[]): void {
  if (texts.length > MOST_TEXTS) throw new BadInput(`${name}: at most ${MOST_TEXTS} can be given`)
  if (texts.some(({ length }) => length === 0 || length > MOST_CHARACTERS))
    throw new BadInput(`${name}: each must have 1 to ${MOST_CHARACTERS} characters`)
}

const PredictionRef = builder.objectRef<PredictionReport>('Prediction').implement({
  description: 'How long a build would take. Times are milliseconds.',
  fields: (t) => ({
    wall: t.exposeFloat('wall', {
      description: 'Predicted: the measured time, changed by as much as the simulated one changes.',
    }),
    measured: t.exposeFloat('measured', { description: 'As it was recorded.' }),
    present: t.exposeFloat('present', { description: 'As it was recorded, simulated.' }),
    error: t.exposeFloat('error', {
      description: 'How far the simulation of the record is off: simulated ÷ measured − 1.',
    }),
    peakMemory: t.field({
      type: 'Bytes',
      description: 'The most that its processes at a time have at their peaks, an upper estimate.',
      resolve: ({ peakMemory }) => BigInt(Math.round(peakMemory)),
    }),
    recordedJobs: t.exposeInt('recordedJobs', {
      nullable: true,
      description: 'The highest limit of jobs in the record; null if nothing limited them.',
    }),
    changed: t.exposeInt('changed', { description: 'How many processes the changes name.' }),
    path: t.expose('path', { type: BoundPathRef, description: 'The critical path of the predicted build.' }),
    concurrency: t.expose('concurrency', {
      type: [SeriesPart],
      description: `Processes at work over its time, in ${PREDICTED_PARTS} equal parts of \`wall\`.`,
    }),
  }),
})
