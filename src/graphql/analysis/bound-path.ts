import { MOST_STEPS, type BoundPathReport, type TimedBoundStep } from '../../analysis/messages.ts'
import { BOUND_KINDS, type BoundKind } from '../../domain/analysis/path/bound-step.ts'
import { longestSteps } from '../../domain/analysis/path/critical-path.ts'
import { builder } from '../builder.ts'
import { ProcessTimeRef } from '../process-time.ts'
import { Run } from '../refs.ts'
import { subjectOf } from './analysed-run.ts'
import { WHOLE_RUN } from './analysis.ts'

builder.objectField(Run, 'boundPath', (t) =>
  t.field({
    type: BoundPathRef,
    description:
      'The chain that decided its wall time, and how each moment of it was spent; until now while it runs.',
    complexity: WHOLE_RUN,
    resolve: (row, _, context) => {
      const run = subjectOf(context, row)
      return context.analyst.ask<'boundPath'>({ kind: 'boundPath', run }, [run], context.budget.signal)
    },
  }),
)

const MEANINGS: Record<BoundKind, string> = {
  work: 'A process was on a processor.',
  waiting:
    'A process was on none, and nothing recorded says why: it slept, or waited for the network or a lock.',
  slot: 'A process held the job slot that the next one on the path waited for: more slots would help.',
  processor: 'A process could run, and no processor was free.',
  disk: 'A process waited for a disk.',
  pipe: 'A process waited for the other end of a pipe.',
  child: 'A process waited for a child that ended later, or did not end.',
  unrecorded: 'No process was recorded.',
}

const BoundKindRef = builder.enumType('BoundKind', {
  description: 'How a moment of the critical path was spent.',
  values: Object.fromEntries(
    BOUND_KINDS.map((value) => [value, { value, description: MEANINGS[value] }]),
  ) as {
    [Each in BoundKind]: { value: Each; description: string }
  },
})

const ReleaseRef = builder.enumType('PathRelease', {
  description: 'Why the next process on the critical path waited for this one.',
  values: {
    end: { value: 'end', description: 'It was the last one.' },
    order: { value: 'order', description: 'The parent of both started it after this one.' },
    file: { value: 'file', description: 'It needs a file that this one made.' },
    slot: { value: 'slot', description: 'It took the job slot that this one had.' },
    pipe: { value: 'pipe', description: 'It read the data that this process wrote to a pipe.' },
  } satisfies { [Each in TimedBoundStep['release']]: { value: Each; description: string } },
})

export const BoundPathRef = builder.objectRef<BoundPathReport>('BoundPath').implement({
  description: 'The critical path of a build. Times are milliseconds.',
  fields: (t) => ({
    complete: t.exposeBoolean('complete', {
      description: 'False if waits or files were not recorded. Then a part of it is an estimate.',
    }),
    kinds: t.expose('kinds', {
      type: [BoundTimeRef],
      description: 'How the path was spent; the sum is the wall time.',
    }),
    steps: t.field({
      type: [BoundStepRef],
      args: { first: t.arg.int({ required: true, defaultValue: 500, description: 'How many steps.' }) },
      description: `In the order of time; the longest, if there are more than asked for, or than ${MOST_STEPS}.`,
      resolve: ({ steps }, { first }) => longestSteps(steps, first),
    }),
  }),
})

const BoundTimeRef = builder.objectRef<BoundPathReport['kinds'][number]>('BoundTime').implement({
  description: 'How long a critical path was bound by something.',
  fields: (t) => ({
    kind: t.expose('kind', { type: BoundKindRef, description: 'By what.' }),
    time: t.exposeFloat('time', { description: 'Milliseconds.' }),
  }),
})

const BoundStepRef = builder.objectRef<TimedBoundStep>('BoundStep').implement({
  description: 'A part of a critical path.',
  fields: (t) => ({
    from: t.exposeFloat('from', { description: 'Where it begins, since the start of the run.' }),
    to: t.exposeFloat('to', { description: 'Where it ends.' }),
    kind: t.expose('kind', { type: BoundKindRef, description: 'How it was spent.' }),
    release: t.expose('release', {
      type: ReleaseRef,
      description: 'Why what follows on the path waited for this process.',
    }),
    process: t.expose('process', {
      type: ProcessTimeRef,
      nullable: true,
      description: 'Null where no process was recorded.',
    }),
  }),
})
