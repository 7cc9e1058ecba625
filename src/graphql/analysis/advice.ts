import type { ReportedAdvice } from '../../analysis/messages.ts'
import type { AdviceKind } from '../../domain/analysis/advice/advice.ts'
import { builder } from '../builder.ts'
import { ProcessTimeRef } from '../process-time.ts'
import { Run } from '../refs.ts'
import { subjectOf } from './analysed-run.ts'
import { WHOLE_RUN } from './analysis.ts'
import { readPrevious } from './previous.ts'

builder.objectField(Run, 'advice', (t) =>
  t.field({
    type: [AdviceRef],
    description: 'Advice to make it faster, the largest saving first; none while it runs.',
    // It reads the run and the one before it.
    complexity: 2 * WHOLE_RUN,
    resolve: async (row, _, context) => {
      const run = subjectOf(context, row)
      const before = await readPrevious(context, row)
      const previous = before && subjectOf(context, before)
      const subjects = previous ? [run, previous] : [run]
      const question = { kind: 'advice', run, previous } as const
      return context.analyst.ask<'advice'>(question, subjects, context.budget.signal)
    },
  }),
)

const AdviceKindRef = builder.enumType('AdviceKind', {
  description: 'Which rule gave an advice.',
  values: {
    jobs: { value: 'jobs', description: 'More jobs at a time.' },
    cores: { value: 'cores', description: 'More processors.' },
    faster: { value: 'faster', description: 'A process of the critical path that takes less time.' },
    order: { value: 'order', description: 'An order that no file needs.' },
    again: {
      value: 'again',
      description: 'A step that the build before had done with the same inputs, as far as the records say.',
    },
    repeated: { value: 'repeated', description: 'A command that ran again.' },
    unread: { value: 'unread', description: 'Files that were made and removed, and nothing read.' },
    race: { value: 'race', description: 'A file that is read while another process writes it.' },
  } satisfies { [Each in AdviceKind]: { value: Each; description: string } },
})

const AdviceRef = builder.objectRef<ReportedAdvice>('Advice').implement({
  description: 'Something that would make a build faster, or safer.',
  fields: (t) => ({
    kind: t.expose('kind', { type: AdviceKindRef, description: 'Which rule gave it.' }),
    text: t.exposeString('text', {
      description: 'A sentence; names of processes in it stand between backticks.',
    }),
    saves: t.exposeFloat('saves', {
      description: 'Predicted milliseconds of wall time; 0 for advice about correctness.',
    }),
    processes: t.expose('processes', {
      type: [ProcessTimeRef],
      description: 'The processes that it is about, the most telling first.',
    }),
  }),
})
