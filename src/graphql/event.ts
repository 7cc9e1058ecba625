import type { DefaultConnectionArguments } from '@pothos/plugin-relay'
import type { GraphQLResolveInfo } from 'graphql'
import type { EventType as Type } from '../wire/schema.ts'
import { parseJson } from '../wire/parse.ts'
import { printEventLine } from '../wire/print.ts'
import { sortedBy, type EventOrder, type ReadEvent } from '../store/reads/event-page.ts'
import { pagesOfEvents, type Holder } from '../store/reads/event-pages.ts'
import { builder, type Counted } from './builder.ts'
import { keysetConnection, wordsOf } from './connection.ts'
import type { GraphContext } from './context.ts'
import { mentions } from './mentions.ts'
import { BuildEvent, Process, Run } from './refs.ts'

export const EventType = builder.enumType('EventType', {
  description: 'The type of an event.',
  values: {
    process_start: { value: 'process_start', description: 'A process began.' },
    process_end: { value: 'process_end', description: 'A process ended.' },
    resource_update: { value: 'resource_update', description: 'A sample of the resources of a process.' },
    build_complete: { value: 'build_complete', description: 'The build ended.' },
    build_crashed: { value: 'build_crashed', description: 'The build fell silent, and was given up.' },
  } satisfies { [Each in Type]: { value: Each; description: string } },
})

export const EventOrderType = builder.enumType('EventOrder', {
  description: 'How events are ordered.',
  values: {
    timestamp: { value: 'timestamp', description: "By the client's time, ties in the order of arrival." },
    seq: { value: 'seq', description: 'In the order of arrival.' },
  } as const,
})

/** The wire's `ProcessInfo`, as stored in an event. */
interface Snapshot {
  readonly build_run_id: string
  readonly pid: number
  readonly ppid: number
  readonly name: string
  readonly cmdline: string
  readonly start_time: string
  readonly end_time?: string
  readonly cpu_usage: number
  readonly mem_usage: number | string
  readonly status: string
  readonly children: number[]
  readonly read_bytes?: number
  readonly written_bytes?: number
}

BuildEvent.implement({
  description: 'An event of a run, with its position in the record.',
  fields: (t) => ({
    id: t.expose('id', {
      type: 'UUID',
      description: 'Given by the client: the same event sent again has the same.',
    }),
    seq: t.exposeInt('seq', { description: '1, 2, 3 … in the order of arrival in this run.' }),
    timestamp: t.expose('timestamp', {
      type: 'DateTime',
      description: "When it happened, by the client's clock.",
    }),
    type: t.field({ type: EventType, description: 'Its type.', resolve: (event) => event.type as Type }),
    runId: t.expose('runId', { type: 'UUID', description: 'The id of its run.' }),
    run: t.field({
      type: Run,
      description: 'Its run.',
      resolve: async (event, _, { loaders }) => (await loaders.run.load(event.runId))!,
    }),
    snapshot: t.field({
      type: ProcessSnapshot,
      description: 'The process as submitted with this event.',
      resolve: (event) => parseJson(event.snapshot) as Snapshot,
    }),
    line: t.string({
      description: 'As one line of the wire, in the form for `POST /api/live/submit` and for exports.',
      resolve: printEventLine,
    }),
    process: t.field({
      type: Process,
      nullable: true,
      description:
        'The process itself, with its whole life; null for the stand-in of an event about the build.',
      resolve: (event, _, { loaders }) => {
        const { runId, processPid, processStart, process } = event
        if (process !== undefined || processPid === null || processStart === null) return process ?? null
        return loaders.process.load([runId, processPid, processStart]).then((found) => found ?? null)
      },
    }),
  }),
})

const ProcessSnapshot = builder.objectRef<Snapshot>('ProcessSnapshot').implement({
  description: 'A process as a client submitted it at one moment.',
  fields: (t) => ({
    buildRunId: t.expose('build_run_id', { type: 'UUID', description: 'The id of its run.' }),
    pid: t.exposeInt('pid', { description: 'Its process id.' }),
    ppid: t.exposeInt('ppid', { description: 'The process id of its parent; 0 if unknown.' }),
    name: t.exposeString('name', { description: 'Its name; empty if unknown.' }),
    commandLine: t.exposeString('cmdline', { description: 'Its command line; empty if unknown.' }),
    startTime: t.expose('start_time', { type: 'DateTime', description: 'When it began.' }),
    endTime: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null if it had not.',
      resolve: (snapshot) => snapshot.end_time ?? null,
    }),
    cpuUsage: t.exposeFloat('cpu_usage', { description: 'In per cent of one core.' }),
    memory: t.field({
      type: 'Bytes',
      description: 'Resident memory.',
      resolve: (snapshot) => BigInt(snapshot.mem_usage),
    }),
    status: t.exposeString('status', { description: 'As the client sent it.' }),
    children: t.exposeIntList('children', {
      description: 'Process ids of its children, as the client listed them.',
    }),
    readBytes: t.float({
      nullable: true,
      description: 'Bytes read so far by system calls; only samples have it.',
      resolve: (snapshot) => snapshot.read_bytes ?? null,
    }),
    writtenBytes: t.float({
      nullable: true,
      description: 'Bytes written so far by system calls; only samples have it.',
      resolve: (snapshot) => snapshot.written_bytes ?? null,
    }),
  }),
})

/** A page of the events of a run, or of one of its processes; `count` counts them all. */
export function eventConnection(
  context: GraphContext,
  args: DefaultConnectionArguments,
  info: GraphQLResolveInfo,
  order: EventOrder,
  holder: Holder,
  types: readonly Type[] | undefined,
  count: Counted['count'],
) {
  const { store, budget, together } = context
  const columns = sortedBy(order)
  const withProcess = mentions(info, 'process')
  return keysetConnection<ReadEvent>(
    context,
    args,
    order,
    columns.length,
    (event) => columns.map((column) => event[column]),
    (range) =>
      together.ask(['events', order, types, withProcess, ...wordsOf(range)], holder, (holders) =>
        pagesOfEvents(store, holders, types, { ...range, order }, withProcess, budget),
      ),
    count,
  )
}
