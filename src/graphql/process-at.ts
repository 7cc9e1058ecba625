import { builder } from './builder.ts'
import { Process, Run } from './refs.ts'

/** The columns of `Run.timeline` are exact to a microsecond; a pid is not reused within ten. */
const TOLERANCE_NS = 10_000

builder.objectField(Run, 'processAt', (t) =>
  t.field({
    type: Process,
    nullable: true,
    description: 'One of its processes, by the columns of `timeline`; null if it does not exist.',
    args: {
      pid: t.arg.int({ required: true, description: 'Its process id.' }),
      start: t.arg.float({
        required: true,
        description: 'When it began, in milliseconds since the start of the run: to a hundredth of one.',
      }),
    },
    resolve: async (run, { pid, start }, { loaders }) => {
      const holders = await loaders.holders.load([run.id, pid])
      const distance = (time: bigint) => Math.abs(Number(time - run.startTime) - start * 1e6)
      return holders.find(({ startTime }) => distance(startTime) <= TOLERANCE_NS) ?? null
    },
  }),
)
