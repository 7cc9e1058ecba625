import { submittedOf } from '../domain/machine.ts'
import type { MachineRow } from '../domain/model.ts'
import { countMachine, pagesOfMachine } from '../store/reads/machine-pages.ts'
import { printMachineLine } from '../wire/machine-sample.ts'
import { builder } from './builder.ts'
import { keysetConnection, wordsOf } from './connection.ts'
import { Run } from './refs.ts'

const MachineSample = builder.objectRef<MachineRow>('MachineSample').implement({
  description:
    'The machine over an interval. Processor times are milliseconds, summed over all processors: other programs used `busy` − `build`.',
  fields: (t) => ({
    time: t.expose('time', { type: 'DateTime', description: 'When the interval ended.' }),
    interval: t.exposeFloat('interval', { description: 'Its length in milliseconds.' }),
    cores: t.exposeInt('cores', { description: 'Logical processors.' }),
    busy: t.exposeFloat('busy', { description: 'Busy with anything, the build included.' }),
    iowait: t.exposeFloat('iowait', { description: 'Idle while a disk was waited for.' }),
    steal: t.exposeFloat('steal', { description: 'Taken by the hypervisor.' }),
    build: t.exposeFloat('build', { description: 'Used by the processes of the build.' }),
    memoryAvailable: t.field({
      type: 'Bytes',
      description: 'Memory that programs can use without swapping.',
      resolve: (row) => BigInt(row.memoryAvailable),
    }),
    memoryTotal: t.field({
      type: 'Bytes',
      description: 'What the machine has.',
      resolve: (row) => BigInt(row.memoryTotal),
    }),
    cpuPressure: t.float({
      nullable: true,
      description:
        'Milliseconds in which some task waited for a processor; null where the kernel does not say.',
      resolve: (row) => milliseconds(row.cpuPressure),
    }),
    ioPressure: t.float({
      nullable: true,
      description: 'The same for a disk.',
      resolve: (row) => milliseconds(row.ioPressure),
    }),
    memoryPressure: t.float({
      nullable: true,
      description: 'The same for memory.',
      resolve: (row) => milliseconds(row.memoryPressure),
    }),
    throttled: t.float({
      nullable: true,
      description:
        'Milliseconds in which the CPU quota of its cgroup held the build back; null without a quota.',
      resolve: (row) => milliseconds(row.throttled),
    }),
    line: t.string({
      description: 'As one line of the wire, in the form for `POST /api/live/submit` and for exports.',
      resolve: (row) => printMachineLine(submittedOf(row)),
    }),
  }),
})

builder.objectField(Run, 'machine', (t) =>
  t.connection({
    type: MachineSample,
    description: 'The machine while it ran, about once a second, by time.',
    resolve: ({ id }, args, context) => {
      const { store, budget, together } = context
      return keysetConnection<MachineRow>(
        context,
        args,
        'time',
        1,
        ({ time }) => [time],
        async (range) => {
          const read = (runs: readonly (readonly [string])[]) => pagesOfMachine(store, range, runs, budget)
          const rows = await together.ask(['machine', ...wordsOf(range)], [id] as const, read)
          return { rows, cut: false }
        },
        () => together.ask(['count of machine'], [id] as const, (runs) => countMachine(store, runs)),
      )
    },
  }),
)

const milliseconds = (microseconds: number | null): number | null =>
  microseconds === null ? null : microseconds / 1000
