import { usualOf, medianOf, type EarlierRun, type Usual } from '../../domain/analysis/trends/usual.ts'
import type { RunRow } from '../../domain/model.ts'
import { builder } from '../builder.ts'
import type { GraphContext } from '../context.ts'
import { Run } from '../refs.ts'
import { pastRun } from './history.ts'

/** The usual of a run, and the run of its median. */
interface UsualRun {
  readonly usual: Usual
  readonly run: RunRow
}

const branchOf = ({ labels }: RunRow): string | undefined =>
  (JSON.parse(labels) as Record<string, string>)['branch']

const earlierRun = (run: RunRow): EarlierRun => ({
  ...pastRun(run),
  id: run.id,
  cpuTime: run.cpuTime ? Number(run.cpuTime) / 1000 : null,
  branch: branchOf(run),
})

/** The usual of a run, among its earlier ones; null if none of them succeeded. */
export async function readUsual({ loaders }: GraphContext, run: RunRow): Promise<UsualRun | null> {
  const earlier = await loaders.earlier.load(run)
  const usual = usualOf(earlier.map(earlierRun), branchOf(run))
  return usual && { usual, run: earlier.find(({ id }) => id === usual.median)! }
}

builder.objectField(Run, 'usual', (t) =>
  t.field({
    type: UsualRef,
    nullable: true,
    description:
      'How long it usually takes: of up to 20 earlier runs of the same command and directory that succeeded, of the same branch where there are three. Null if none succeeded.',
    resolve: (run, _, context) => readUsual(context, run),
  }),
)

const UsualRef = builder.objectRef<UsualRun>('Usual').implement({
  description: 'How long a build usually takes. Times are milliseconds, medians of the sample.',
  fields: (t) => ({
    wall: t.float({ description: 'From its begin to its end.', resolve: ({ usual }) => usual.wall }),
    cpuTime: t.float({
      nullable: true,
      description: 'CPU time of all processes; null if nothing measured it.',
      resolve: ({ usual }) => usual.cpuTime,
    }),
    load: t.float({
      nullable: true,
      description: 'Cores that other programs had meanwhile; null if nobody sampled the machine.',
      resolve: async ({ usual }, _, { loaders }) =>
        medianOf(await Promise.all(usual.ids.map((id) => loaders.machineLoad.load(id)))),
    }),
    sample: t.int({ description: 'Of how many runs.', resolve: ({ usual }) => usual.sample }),
    sameBranch: t.boolean({
      description: 'All of them have the branch of this run.',
      resolve: ({ usual }) => usual.sameBranch,
    }),
    run: t.expose('run', { type: Run, description: 'The run whose wall time is closest to the median.' }),
  }),
})
