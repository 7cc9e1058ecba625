import type { DefaultConnectionArguments } from '@pothos/plugin-relay'
import { readChildPids } from '../store/reads/child-pids.ts'
import { countChildren, pagesOfChildren } from '../store/reads/children.ts'
import { countEvents } from '../store/reads/event-pages.ts'
import type { ProcessKey } from '../store/reads/lookup.ts'
import { pagesOfProcesses } from '../store/reads/process-pages.ts'
import type { ShownProcess, RunRow } from '../domain/model.ts'
import { builder } from './builder.ts'
import { keysetConnection, wordsOf } from './connection.ts'
import { PAGE_LIMIT, type GraphContext } from './context.ts'
import { eventConnection } from './event.ts'
import { identityOf, keyOf } from './loaders.ts'
import { BuildEvent, Process, Run } from './refs.ts'

const ProcessStatus = builder.enumType('ProcessStatus', {
  description: 'How a process stands.',
  values: {
    running: { value: 'running', description: 'It has not ended.' },
    completed: { value: 'completed', description: 'It ended by itself, whatever its exit code.' },
    crashed: { value: 'crashed', description: 'A signal ended it.' },
  } as const,
})

Process.implement({
  description:
    'A process with its whole life, folded from its events. A run, a pid and a start time identify it.',
  fields: (t) => ({
    id: t.id({ description: 'Run, pid and start time.', resolve: identityOf }),
    runId: t.expose('runId', { type: 'UUID', description: 'The id of its run.' }),
    pid: t.exposeInt('pid', {
      description: 'Its process id, which another process of the run may have had before.',
    }),
    ppid: t.exposeInt('ppid', { description: 'The process id of its parent; 0 if unknown.' }),
    name: t.exposeString('name', { description: 'Its name; empty if unknown.' }),
    commandLine: t.exposeString('cmdline', { description: 'Its command line; empty if unknown.' }),
    workingDir: t.string({
      nullable: true,
      description: 'The directory that it began in; null if unknown.',
      resolve: (row) => row.workingDir || null,
    }),
    startTime: t.expose('startTime', { type: 'DateTime', description: 'When it began.' }),
    endTime: t.expose('endTime', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it runs.',
    }),
    duration: t.float({
      nullable: true,
      description: 'Milliseconds; null while it runs.',
      resolve: ({ startTime, endTime }) => (endTime === null ? null : Number(endTime - startTime) / 1e6),
    }),
    status: t.expose('status', { type: ProcessStatus, description: 'Whether it runs, and how it ended.' }),
    exitCode: t.exposeInt('exitCode', {
      nullable: true,
      description: 'Null while it runs, if a signal ended it, or if unknown.',
    }),
    signal: t.exposeString('signal', { nullable: true, description: 'The signal that ended it.' }),
    cpuUsage: t.exposeFloat('cpuUsage', { description: 'Latest sample, in per cent of one core.' }),
    memory: t.expose('memory', { type: 'Bytes', description: 'Latest sample of resident memory.' }),
    peakMemory: t.expose('peakMemory', {
      type: 'Bytes',
      description: 'The largest resident memory that was seen.',
    }),
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
        userTime === null && systemTime === null ? null : milliseconds((userTime ?? 0) + (systemTime ?? 0)),
    }),
    readBytes: t.exposeFloat('readBytes', {
      nullable: true,
      description: 'Bytes read by system calls, as last sampled; null for one too short for a sample.',
    }),
    writtenBytes: t.exposeFloat('writtenBytes', {
      nullable: true,
      description: 'Bytes written by system calls, as last sampled; null for one too short for a sample.',
    }),
    run: t.field({
      type: Run,
      description: 'Its run.',
      resolve: async (row, _, { loaders }) => (await loaders.run.load(row.runId))!,
    }),
    parent: t.field({
      type: Process,
      nullable: true,
      description: 'Null for the command itself, and for a process whose parent was not recorded.',
      resolve: async (row, _, { loaders }) => (await loaders.parent.load(row)) ?? null,
    }),
    childProcesses: t.connection({
      type: Process,
      description: 'The processes that it started, by start time.',
      resolve: (row, args, context) => pageOfChildren(context, args, keyOf(row)),
    }),
    childPids: t.string({
      description: 'The pids of its children by start time, with commas between them.',
      complexity: 1,
      async resolve(row, _, { store, budget, together }) {
        const pids = await together.ask(['child pids'], keyOf(row), (parents) =>
          readChildPids(store, parents.map(placeOf)),
        )
        budget.charge(1, pids.length)
        return pids
      },
    }),
    children: t.field({
      type: [Process],
      description: `The processes that it started, by start time: the first ${PAGE_LIMIT}.`,
      deprecationReason: 'Use `childProcesses`, which has pages, or `childPids`.',
      resolve: (row, _, { store, budget, together }) =>
        together.ask(['children'], keyOf(row), (parents) =>
          pagesOfChildren(store, { limit: PAGE_LIMIT }, parents, budget),
        ),
    }),
    events: t.connection({
      type: BuildEvent,
      description: 'Its events, in the order of arrival.',
      resolve: (row, args, context, info) => {
        const { store, together } = context
        const count = () =>
          together.ask(['count of events'], keyOf(row), (processes) =>
            countEvents(store, processes, undefined),
          )
        return eventConnection(context, args, info, 'seq', keyOf(row), undefined, count)
      },
    }),
  }),
})

const positionOf = ({ startTime, pid }: ShownProcess) => [startTime, pid]

/** A page of a run's processes, by start time. */
export const processConnection = (context: GraphContext, args: DefaultConnectionArguments, run: RunRow) =>
  keysetConnection<ShownProcess>(
    context,
    args,
    'start',
    2,
    positionOf,
    (range) =>
      context.together.ask(['processes', ...wordsOf(range)], [run.id] as const, (runs) =>
        pagesOfProcesses(context.store, range, runs, context.budget),
      ),
    () => run.processesSeen,
  )

const pageOfChildren = (context: GraphContext, args: DefaultConnectionArguments, parent: ProcessKey) => {
  const { store, budget, together } = context
  return keysetConnection<ShownProcess>(
    context,
    args,
    'start',
    2,
    positionOf,
    (range) =>
      asParts(
        together.ask(['child processes', ...wordsOf(range)], parent, (parents) =>
          pagesOfChildren(store, range, parents, budget),
        ),
      ),
    () => together.ask(['count of children'], parent, (parents) => countChildren(store, parents)),
  )
}

const asParts = async (page: Promise<ShownProcess[]>) => ({ rows: await page, cut: false })

const placeOf = ([runId, pid, startTime]: ProcessKey) => ({ runId, pid, startTime })

const milliseconds = (microseconds: number | null): number | null =>
  microseconds === null ? null : microseconds / 1000
