import { cutText } from '../domain/analysis/cut-text.ts'
import { outcomeOf, type Outcome } from '../domain/analysis/outcome.ts'
import { outwardStatus } from '../domain/liveness.ts'
import { countEvents } from '../store/reads/event-pages.ts'
import { durationOf, type RunRow } from '../domain/model.ts'
import type { Capture } from '../wire/schema.ts'
import { printRunLine } from '../wire/print.ts'
import { builder } from './builder.ts'
import { eventConnection, EventOrderType, EventType } from './event.ts'
import { processConnection } from './process.ts'
import { BuildEvent, Process, Run } from './refs.ts'

export const RunStatus = builder.enumType('RunStatus', {
  description: 'How a run stands.',
  values: {
    running: { value: 'running', description: 'It fell silent, and is not given up yet.' },
    running_live: { value: 'running_live', description: 'The build runs, and the daemon hears from it.' },
    completed: { value: 'completed', description: 'It ended with exit code 0.' },
    failed: { value: 'failed', description: 'It ended otherwise, or was given up.' },
  } as const,
})

export const RunOutcomeEnum = builder.enumType('RunOutcome', {
  description: 'How a run ended. It tells an interruption and a crash from a failure.',
  values: {
    RUNNING: { value: 'running', description: 'It has not ended.' },
    SUCCEEDED: { value: 'succeeded', description: 'It ended with exit code 0.' },
    FAILED: { value: 'failed', description: 'It ended with another exit code, or by a signal.' },
    INTERRUPTED: {
      value: 'interrupted',
      description: 'Somebody stopped it: exit code 130 (SIGINT) or 143 (SIGTERM).',
    },
    CRASHED: { value: 'crashed', description: 'It fell silent, and the daemon gave it up: exit code −1.' },
  } satisfies Record<Uppercase<Outcome>, { value: Outcome; description: string }>,
})

Run.implement({
  description: 'One recorded build.',
  fields: (t) => ({
    id: t.expose('id', { type: 'UUID', description: 'Given by the client.' }),
    shortId: t.string({
      description: 'The beginning of the id, at least 8 characters: as many as no other id begins with.',
      resolve: (run, _, { loaders }) => loaders.shortId.load(run.id),
    }),
    command: t.exposeString('command', { description: 'The program, without its arguments.' }),
    args: t.stringList({
      description: 'The arguments of the command.',
      resolve: (run) => JSON.parse(run.args) as string[],
    }),
    commandLine: t.string({
      description: 'Command and arguments, joined by spaces.',
      args: { most: t.arg.int({ description: 'So many characters; a longer one is cut, and ends in `…`.' }) },
      resolve: (run, { most }) => {
        const whole = [run.command, ...(JSON.parse(run.args) as string[])].join(' ')
        return most == null ? whole : cutText(whole, most)
      },
    }),
    workingDir: t.exposeString('workingDir', { description: 'The directory that it began in.' }),
    startTime: t.expose('startTime', { type: 'DateTime', description: 'When it began.' }),
    endTime: t.expose('endTime', {
      type: 'DateTime',
      nullable: true,
      description: 'When it ended; null while it runs.',
    }),
    status: t.field({
      type: RunStatus,
      description: 'Whether it runs, and how it ended.',
      resolve: (run, _, { now, liveTimeout }) => outwardStatus(run, now(), liveTimeout),
    }),
    outcome: t.field({
      type: RunOutcomeEnum,
      description: 'How it stands or ended, with interruptions apart from failures.',
      resolve: outcomeOf,
    }),
    exitCode: t.exposeInt('exitCode', { nullable: true, description: '−1 for a run that was given up.' }),
    duration: t.float({
      nullable: true,
      description: 'Milliseconds, as the client measured it; else from start to end. Null while it runs.',
      resolve: durationOf,
    }),
    processCount: t.int({
      description: "Number of processes: the client's count, or those in its events so far.",
      resolve: (run) => Math.max(run.reportedProcesses, run.processesSeen),
    }),
    runningProcesses: t.exposeInt('processesRunning', { description: 'Processes that have not ended.' }),
    seq: t.exposeInt('seq', { description: 'Sequence of the newest event: the cursor of `runEvents`.' }),
    lastSeenTime: t.field({
      type: 'DateTime',
      description: "When the daemon last heard from it, by the daemon's clock.",
      resolve: (run) => run.lastSeenAt * 1_000_000n,
    }),
    pinned: t.boolean({
      description: 'Retention leaves it alone.',
      resolve: (run, _, { loaders }) => loaders.pinned.load(run.id),
    }),
    host: t.string({
      nullable: true,
      description: 'The name of the host that it ran on; null if unknown.',
      resolve: (run) => run.host || null,
    }),
    cores: t.exposeInt('cores', { nullable: true, description: 'Logical processors of the host.' }),
    labels: t.field({
      type: [Label],
      description: 'Labels from the client, such as the branch.',
      resolve: (run) => Object.entries(JSON.parse(run.labels) as Record<string, string>),
    }),
    capture: t.field({
      type: CaptureReport,
      nullable: true,
      description: 'The report on the recording and its gaps.',
      resolve: (run) => (run.capture === null ? null : (JSON.parse(run.capture) as Capture)),
    }),
    cpuTime: t.float({
      nullable: true,
      description: 'CPU time of all processes, in milliseconds; null if nothing measured it.',
      resolve: (run) => (run.cpuTime ? Number(run.cpuTime) / 1000 : null),
    }),
    parallelism: t.float({
      nullable: true,
      description:
        'CPU time by duration: cores busy on average. Null while it runs, or if nothing measured it.',
      resolve: (run) => {
        const duration = durationOf(run)
        return run.cpuTime && duration ? Number(run.cpuTime) / 1000 / duration : null
      },
    }),
    peakMemory: t.field({
      type: 'Bytes',
      nullable: true,
      description: 'The largest resident memory of one process.',
      resolve: (run) => run.peakMemory || null,
    }),
    events: t.connection({
      type: BuildEvent,
      description: 'Its events.',
      args: {
        order: t.arg({
          type: EventOrderType,
          required: true,
          defaultValue: 'timestamp',
          description: 'A cursor belongs to one order.',
        }),
        types: t.arg({ type: [EventType], required: false, description: 'Only these; all without it.' }),
      },
      resolve: ({ id, seq }, args, context, info) => {
        const { store, together } = context
        const types = args.types ? [...new Set(args.types)] : undefined
        const count = () =>
          types
            ? together.ask(['count of events', ...types], [id] as const, (runs) =>
                countEvents(store, runs, types),
              )
            : seq
        return eventConnection(context, args, info, args.order, [id], types, count)
      },
    }),
    processes: t.connection({
      type: Process,
      description: 'Its processes, by start time.',
      resolve: (run, args, context) => processConnection(context, args, run),
    }),
    process: t.field({
      type: Process,
      nullable: true,
      description: 'One of its processes; null if it does not exist.',
      args: {
        pid: t.arg.int({ required: true, description: 'Its process id.' }),
        startTime: t.arg({
          type: 'DateTime',
          required: true,
          description: 'When it began, to the nanosecond.',
        }),
      },
      resolve: async (run, { pid, startTime }, { loaders }) =>
        (await loaders.process.load([run.id, pid, startTime])) ?? null,
    }),
    line: t.string({
      description: 'As one line of the wire, in the form for `POST /api/live/submit` and for exports.',
      resolve: lineOf,
    }),
  }),
})

const Label = builder.objectRef<readonly [string, string]>('Label').implement({
  description: 'A label that a client gave to a run.',
  fields: (t) => ({
    name: t.string({ description: 'Its name, such as `branch`.', resolve: ([name]) => name }),
    value: t.string({ description: 'Its value.', resolve: ([, value]) => value }),
  }),
})

const CaptureReport = builder.objectRef<Capture>('Capture').implement({
  description: 'How a run was recorded.',
  fields: (t) => ({
    tracer: t.exposeString('tracer', {
      description: 'ptrace, which sees every process, or poll, which samples.',
    }),
    processes: t.exposeInt('processes', { description: 'Processes that the collector saw.' }),
    dropped: t.exposeInt('dropped', { description: 'Events that did not reach the daemon.' }),
    samplesDropped: t.int({
      description: 'Resource samples that gave way for want of memory.',
      resolve: (capture) => capture.samples_dropped ?? 0,
    }),
    overhead: t.float({
      nullable: true,
      description: 'CPU time of the collector itself, in milliseconds.',
      resolve: ({ overhead_us }) => (overhead_us == null ? null : overhead_us / 1000),
    }),
    blindSpots: t.exposeStringList('blind_spots', {
      description: 'The gaps of the recording, a sentence each.',
    }),
  }),
})
const lineOf = (run: RunRow): string =>
  printRunLine({
    id: run.id,
    command: run.command,
    args: JSON.parse(run.args) as string[],
    start_time: run.startTime,
    end_time: run.endTime,
    status: run.status,
    exit_code: run.exitCode,
    working_dir: run.workingDir,
    process_count: Math.max(run.reportedProcesses, run.processesSeen),
    duration: run.duration === null ? null : Number(run.duration),
    host: run.host,
    cores: run.cores,
    labels: JSON.parse(run.labels) as Record<string, string>,
    capture: run.capture === null ? null : (JSON.parse(run.capture) as Capture),
  })
