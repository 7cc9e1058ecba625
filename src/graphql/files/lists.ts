import type { DefaultConnectionArguments } from '@pothos/plugin-relay'
import type { Subject } from '../../analysis/analyst.ts'
import type { FilesOfProcess, KeyRange } from '../../analysis/files/messages.ts'
import type { ShownProcess } from '../../domain/model.ts'
import { NOT_SET } from '../../wire/time.ts'
import { subjectOf } from '../analysis/analysed-run.ts'
import { WHOLE_RUN } from '../analysis/analysis.ts'
import { BadInput } from '../../errors.ts'
import { builder } from '../builder.ts'
import { DEFAULT_PAGE, type GraphContext } from '../context.ts'
import { Process, Run } from '../refs.ts'
import { fileConnection } from './connections.ts'
import { File, FileAccess } from './refs.ts'

/** Characters of a pattern, at most. */
const LONGEST_PATTERN = 1000

/** The cost of one process beside the files in its list, because the files of a run are read together. */
const ONE_PROCESS = 10

const pageSize = ({ first, last }: DefaultConnectionArguments) => Number(first ?? last ?? DEFAULT_PAGE)

builder.objectField(Run, 'files', (t) =>
  t.connection({
    type: File,
    nullable: true,
    description: 'The files that its processes used, by path; null if they were not recorded (`--files`).',
    args: {
      path: t.arg.string({
        description:
          'Only paths of this pattern: `*` any characters but `/`, `?` one of them, `**` any, `**/` any directories. One that does not begin with `/` may begin in any directory.',
      }),
      unused: t.arg.boolean({
        required: true,
        defaultValue: false,
        description:
          'Only files that a process wrote and did not remove, and that no other process read, executed or removed while it lived, or later.',
      }),
      pid: t.arg.int({ description: 'Only files that a process of this pid used.' }),
    },
    complexity: (args) => ({ field: WHOLE_RUN, multiplier: pageSize(args) }),
    resolve: (row, { path = null, unused, pid = null, ...args }, context) => {
      if (path !== null && path.length > LONGEST_PATTERN)
        throw new BadInput(`path: must have at most ${LONGEST_PATTERN} characters`)
      const { analyst, budget } = context
      const run = subjectOf(context, row)
      return fileConnection(context, args, run, (range) =>
        analyst.ask<'files'>({ kind: 'files', run, path, unused, pid, range }, [run], budget.signal),
      )
    },
  }),
)

builder.objectFields(Process, (t) => ({
  files: t.connection({
    type: File,
    nullable: true,
    description: 'The files that it used, by path; null if they were not recorded (`--files`).',
    args: {
      access: t.arg({ type: FileAccess, description: 'Only those that it used in this way.' }),
    },
    complexity: (args) => ({ field: ONE_PROCESS, multiplier: pageSize(args) }),
    resolve: async (process, { access, ...args }, context) => {
      const run = await runOf(context, process)
      return fileConnection(context, args, run, (range, words) =>
        filesOf(context, run, process, access ?? 0, range, words),
      )
    },
  }),
  failedLookups: t.float({
    nullable: true,
    description:
      'How often it looked for a file that was not there; null if files were not recorded (`--files`).',
    complexity: 1,
    resolve: async (process, _, context) => {
      const run = await runOf(context, process)
      return (await filesOf(context, run, process, 0, NOTHING, ['nothing']))?.failed ?? null
    },
  }),
}))

const NOTHING: KeyRange<string> = { after: null, before: null, inverted: false, limit: 0 }

const runOf = async (context: GraphContext, { runId }: ShownProcess): Promise<Subject> =>
  subjectOf(context, (await context.loaders.run.load(runId))!)

/** The files of a process, read together with those of other processes of its run. */
function filesOf(
  { analyst, budget, together }: GraphContext,
  run: Subject,
  { pid, startTime }: ShownProcess,
  ways: number,
  range: KeyRange<string>,
  words: readonly unknown[],
): Promise<FilesOfProcess | null> {
  const begun = startTime === NOT_SET ? '' : Number(startTime - run.startTime)
  const question = ['files of', run.id, run.version, ways, ...words]
  return together.ask(question, [pid, begun] as const, async (keys) => {
    const processes = keys.map(([each, start]) => ({ pid: each, begun: start === '' ? null : start }))
    const asked = { kind: 'filesOf', run, processes, ways, range } as const
    return (await analyst.ask<'filesOf'>(asked, [run], budget.signal)) ?? keys.map(() => null)
  })
}
