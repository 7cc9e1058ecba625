import { durationOf, failed, textOf, type Processes } from '../domain/analysis/processes.ts'
import { builder } from './builder.ts'

/** A process as the analysis names it. */
export interface ProcessTime {
  readonly processes: Processes & { readonly pid: ArrayLike<number> }
  readonly own: ArrayLike<number>
  readonly until: number
  readonly row: number
}

export const ProcessTimeRef = builder.objectRef<ProcessTime>('ProcessTime').implement({
  description: 'A process with its times, in milliseconds.',
  fields: (t) => ({
    row: t.exposeInt('row', { description: 'Its row in the columns of `Run.timeline`.' }),
    pid: t.int({ resolve: ({ processes, row }) => processes.pid[row]! }),
    name: t.string({ resolve: ({ processes, row }) => textOf(processes, processes.name, row) }),
    commandLine: t.string({ resolve: ({ processes, row }) => textOf(processes, processes.commandLine, row) }),
    workingDir: t.string({ resolve: ({ processes, row }) => textOf(processes, processes.workingDir, row) }),
    start: t.float({
      description: 'Since the start of the run.',
      resolve: ({ processes, row }) => processes.start[row]!,
    }),
    duration: t.float({ resolve: ({ processes, row, until }) => durationOf(processes, row, until) }),
    own: t.float({
      description: 'How long it was alive while none of its children was.',
      resolve: ({ own, row }) => own[row]!,
    }),
    cpuTime: t.float({ nullable: true, resolve: ({ processes, row }) => known(processes.cpuTime[row]!) }),
    failed: t.boolean({ resolve: ({ processes, row }) => failed(processes, row) }),
  }),
})

const known = (value: number): number | null => (Number.isNaN(value) ? null : value)
