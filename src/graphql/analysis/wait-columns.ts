import { JsonText } from '../../wire/json-text.ts'
import { builder } from '../builder.ts'
import { Run } from '../refs.ts'
import { subjectOf } from './analysed-run.ts'
import { WHOLE_RUN } from './analysis.ts'

builder.scalarType('WaitColumns', {
  description: 'What the processes of a run waited for, as columns; see `WaitColumns` in the source.',
  serialize: (columns) => columns,
})

builder.objectField(Run, 'waitColumns', (t) =>
  t.field({
    type: 'WaitColumns',
    nullable: true,
    description:
      'What each of its processes waited for, in the rows of `timeline`; null if nothing measured it.',
    complexity: WHOLE_RUN,
    resolve: async (row, _, context) => {
      const run = subjectOf(context, row)
      return JsonText.of(
        await context.analyst.ask<'waitColumns'>({ kind: 'waitColumns', run }, [run], context.budget.signal),
      )
    },
  }),
)
