import type { DefaultConnectionArguments } from '@pothos/plugin-relay'
import { countEvents } from '../store/event-page.ts'
import { pageOfProcesses } from '../store/process-page.ts'
import type { ShownProcess, RunRow } from '../store/rows.ts'
import { builder } from './builder.ts'
import { keysetConnection } from './connection.ts'
import type { GraphContext } from './context.ts'
import { eventConnection } from './event.ts'
import { identityOf } from './loaders.ts'
import { BuildEvent, Process, Run } from './refs.ts'

const ProcessStatus = builder.enumType('ProcessStatus', {
  description:
    'A process that a signal ended is `crashed`; any other that ended is `completed`, whatever its exit code.',
  values: ['running', 'completed', 'crashed'] as const,
})

Process.implement({
  description:
    'A process with its whole life, folded from its events. A run, a pid and a start time identify it.',
  fields: (t) => ({
    id: t.id({ description: 'Run, pid and start time.', resolve: identityOf }),
    runId: t.expose('runId', { type: 'UUID' }),
    pid: t.exposeInt('pid'),
    ppid: t.exposeInt('ppid'),
    name: t.exposeString('name'),
    commandLine: t.exposeString('cmdline'),
    workingDir: t.string({ nullable: true, resolve: (row) => row.workingDir || null }),
    startTime: t.expose('startTime', { type: 'DateTime' }),
    endTime: t.expose('endTime', { type: 'DateTime', nullable: true }),
    duration: t.float({
      nullable: true,
      description: 'Milliseconds; null while it runs.',
      resolve: ({ startTime, endTime }) => (endTime === null ? null : Number(endTime - startTime) / 1e6),
    }),
    status: t.expose('status', { type: ProcessStatus }),
    exitCode: t.exposeInt('exitCode', { nullable: true }),
    signal: t.exposeString('signal', { nullable: true, description: 'The signal that ended it.' }),
    cpuUsage: t.exposeFloat('cpuUsage', { description: 'Latest sample, in per cent of one core.' }),
    memory: t.expose('memory', { type: 'Bytes', description: 'Latest sample of resident memory.' }),
    peakMemory: t.expose('peakMemory', { type: 'Bytes' }),
    userTime: t.float({
      nullable: true,
      description: 'Milliseconds.',
      resolve: (row) => milliseconds(row.userTime),
    }),
    systemTime: t.float({
      nullable: true,
      description: 'Milliseconds.',
      resolve: (row) => milliseconds(row.systemTime),
    }),
    cpuTime: t.float({
      nullable: true,
      description: 'User and system time of the process alone, without its children, in milliseconds.',
      resolve: ({ userTime, systemTime }) =>
        userTime === null && systemTime === null ? null : milliseconds((userTime ?? 0n) + (systemTime ?? 0n)),
    }),
    run: t.field({ type: Run, resolve: async (row, _, { loaders }) => (await loaders.run.load(row.runId))! }),
    parent: t.field({
      type: Process,
      nullable: true,
      description: 'Null for the command itself, and for a process whose parent was not recorded.',
      resolve: async (row, _, { loaders }) => (await loaders.parent.load(row)) ?? null,
    }),
    children: t.field({
      type: [Process],
      description: 'By start time.',
      resolve: (row, _, { loaders }) => loaders.children.load(row),
    }),
    childPids: t.string({
      description: 'The pids of its children by start time, with commas between them.',
      complexity: 1,
      resolve: (row, _, { loaders }) => loaders.childPids.load(row),
    }),
    events: t.connection({
      type: BuildEvent,
      resolve: ({ runId, pid, startTime }, args, context, info) => {
        const filter = { runId, process: { pid, startTime } }
        return eventConnection(context, args, info, 'seq', filter, () => countEvents(context.store, filter))
      },
    }),
  }),
})

/** A page of a run's processes, by start time. */
export const processConnection = (context: GraphContext, args: DefaultConnectionArguments, run: RunRow) =>
  keysetConnection<ShownProcess>(
    context,
    args,
    2,
    (row) => [row.startTime, row.pid],
    (range) => pageOfProcesses(context.store.read, run.id, range),
    () => run.processesSeen,
  )

const milliseconds = (microseconds: bigint | null): number | null =>
  microseconds === null ? null : Number(microseconds) / 1000
