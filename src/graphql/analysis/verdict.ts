import type { ReportedCause, VerdictReport } from '../../analysis/messages.ts'
import type { RunRow } from '../../domain/model.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { ProcessTimeRef } from '../process-time.ts'
import { Run } from '../refs.ts'
import { WHOLE_RUN } from './analysis.ts'
import { subjectOf } from './analysed-run.ts'
import { readPrevious } from './previous.ts'
import { readUsual } from './usual.ts'

builder.objectField(Run, 'verdict', (t) =>
  t.field({
    type: VerdictRef,
    description: 'Why it took as long as it did, in a sentence or two, compared with its usual.',
    // It reads the run, its usual and the one before it.
    complexity: 3 * WHOLE_RUN,
    resolve: (run, _, context) => readVerdict(context, run),
  }),
)

async function readVerdict(context: GraphContext, row: RunRow): Promise<VerdictReport> {
  const { analyst, budget } = context
  const found = await readUsual(context, row)
  const before = await readPrevious(context, row)
  const run = subjectOf(context, row)
  const base = found && subjectOf(context, found.run)
  const previous = before && subjectOf(context, before)
  const subjects = [run, base, previous].filter((subject) => subject !== null)
  const question = { kind: 'verdict', run, usual: found?.usual ?? null, base, previous } as const
  return analyst.ask<'verdict'>(question, subjects, budget.signal)
}

const VerdictRef = builder.objectRef<VerdictReport>('Verdict').implement({
  description: 'Why a run took as long as it did.',
  fields: (t) => ({
    kind: t.exposeString('kind', {
      description:
        'The first cause: running, failed, interrupted, crashed, new, changed, slower, others, quota, disk, memory, cores, jobs, alone, serial, sleeping, busy, rebuild, up-to-date, usual or unknown.',
    }),
    text: t.exposeString('text', {
      description: 'One or two sentences; names of processes in them stand between backticks.',
    }),
    confidence: t.exposeFloat('confidence', {
      description: 'How sure it is, from 0 to 1: 1 was recorded, 0.5 is an estimate.',
    }),
    excess: t.exposeFloat('excess', {
      nullable: true,
      description: 'Milliseconds above the usual wall time; below 0 if it was faster; null without a usual.',
    }),
    causes: t.field({
      type: [CauseRef],
      description: 'All causes that were found, the most expensive first.',
      resolve: ({ causes }) => causes,
    }),
    processes: t.field({
      type: [ProcessTimeRef],
      description: 'The processes that it names, the most telling first.',
      resolve: ({ processes }) => processes,
    }),
  }),
})

const CauseRef = builder.objectRef<ReportedCause>('VerdictCause').implement({
  description: 'A cause that accounts for some of the time of a run.',
  fields: (t) => ({
    kind: t.exposeString('kind', { description: 'As in `Verdict.kind`.' }),
    text: t.exposeString('text', { description: 'A sentence.' }),
    costs: t.exposeFloat('costs', { description: 'Milliseconds of the wall time that it accounts for.' }),
    confidence: t.exposeFloat('confidence', { description: 'How sure it is, from 0 to 1.' }),
    processes: t.field({
      type: [ProcessTimeRef],
      description: 'The processes that it is about.',
      resolve: ({ processes }) => processes,
    }),
  }),
})
