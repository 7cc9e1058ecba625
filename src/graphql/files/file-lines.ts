import type { FilePartRow } from '../../domain/model.ts'
import { countFileParts, pagesOfFileParts } from '../../store/reads/file-parts.ts'
import { unpackLine } from '../../wire/packed.ts'
import { builder } from '../builder.ts'
import { keysetConnection, wordsOf } from '../connection.ts'
import { Run } from '../refs.ts'

const FileLine = builder.objectRef<FilePartRow>('FileLine').implement({
  description: 'A line of the wire that says which files some processes used.',
  fields: (t) => ({
    part: t.exposeInt('part', { description: 'Its number in the run, given by the client.' }),
    line: t.string({
      description: 'What `POST /api/live/submit` takes, and an export holds: at most 256 KiB.',
      resolve: ({ data }) => unpackLine(data),
    }),
  }),
})

builder.objectField(Run, 'fileLines', (t) =>
  t.connection({
    type: FileLine,
    description: 'What was recorded of its files, as lines of the wire; empty without `--files`.',
    resolve: ({ id }, args, context) => {
      const { store, budget, together } = context
      return keysetConnection<FilePartRow>(
        context,
        args,
        'part',
        1,
        ({ part }) => [part],
        (range) =>
          together
            .ask(['file lines', ...wordsOf(range)], [id] as const, (runs) =>
              pagesOfFileParts(store, range, runs, budget),
            )
            .then((rows) => ({ rows, cut: false })),
        () => together.ask(['count of file lines'], [id] as const, (runs) => countFileParts(store, runs)),
      )
    },
  }),
)
