import type { DefaultConnectionArguments } from '@pothos/plugin-relay'
import type { GraphQLResolveInfo } from 'graphql'
import { EVENT_TYPES, type EventType as Type } from '../wire/schema.ts'
import { parseJson } from '../wire/parse.ts'
import { printEventLine } from '../wire/print.ts'
import {
  pageOfEvents,
  sortedBy,
  type EventFilter,
  type EventOrder,
  type ReadEvent,
} from '../store/event-page.ts'
import { builder, type Counted } from './builder.ts'
import { keysetConnection } from './connection.ts'
import type { GraphContext } from './context.ts'
import { mentions } from './mentions.ts'
import { BuildEvent, Process, Run } from './refs.ts'

export const EventType = builder.enumType('EventType', { values: EVENT_TYPES })

export const EventOrderType = builder.enumType('EventOrder', {
  description: "By the client's time, ties in order of arrival; or by sequence, the order of arrival.",
  values: ['timestamp', 'seq'] as const,
})

/** The wire's `ProcessInfo`, as it is stored in an event. */
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
  description: 'Something a client reported of a run, at the place where it was stored.',
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID' }),
    seq: t.exposeInt('seq', { description: '1, 2, 3 … in the order of arrival in this run.' }),
    timestamp: t.expose('timestamp', { type: 'DateTime' }),
    type: t.field({ type: EventType, resolve: (event) => event.type as Type }),
    runId: t.expose('runId', { type: 'UUID' }),
    run: t.field({
      type: Run,
      resolve: async (event, _, { loaders }) => (await loaders.run.load(event.runId))!,
    }),
    snapshot: t.field({
      type: ProcessSnapshot,
      description: 'The process as submitted with this event.',
      resolve: (event) => parseJson(event.snapshot) as Snapshot,
    }),
    line: t.string({
      description: 'As one line of the wire: what `POST /api/live/submit` takes, and an export holds.',
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
    buildRunId: t.expose('build_run_id', { type: 'UUID' }),
    pid: t.exposeInt('pid'),
    ppid: t.exposeInt('ppid'),
    name: t.exposeString('name'),
    commandLine: t.exposeString('cmdline'),
    startTime: t.expose('start_time', { type: 'DateTime' }),
    endTime: t.field({ type: 'DateTime', nullable: true, resolve: (snapshot) => snapshot.end_time ?? null }),
    cpuUsage: t.exposeFloat('cpu_usage'),
    memory: t.field({ type: 'Bytes', resolve: (snapshot) => BigInt(snapshot.mem_usage) }),
    status: t.exposeString('status'),
    children: t.exposeIntList('children'),
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

/** A page of the events that fit a filter; `count` tells how many those are. */
export function eventConnection(
  context: GraphContext,
  args: DefaultConnectionArguments,
  info: GraphQLResolveInfo,
  order: EventOrder,
  filter: EventFilter,
  count: Counted['count'],
) {
  const columns = sortedBy(order)
  return keysetConnection<ReadEvent>(
    context,
    args,
    columns.length,
    (event) => columns.map((column) => event[column]),
    (range) => pageOfEvents(context.store, filter, { ...range, order }, mentions(info, 'process')),
    count,
  )
}
