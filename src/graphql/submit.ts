import { BuildSpyError } from '../errors.ts'
import { checkSubmission } from '../wire/parse.ts'
import { printTime } from '../wire/time.ts'
import { EventType } from './event.ts'
import { builder } from './builder.ts'
import { requireScope } from './context.ts'
import { RunStatus } from './run.ts'

const ProcessInput = builder.inputType('ProcessInput', {
  description:
    'A process as a collector sees it at one moment. An absent value is unknown, and changes nothing.',
  fields: (t) => ({
    buildRunId: t.field({ type: 'UUID', required: true, description: 'The id of its run.' }),
    pid: t.int({ required: true, description: 'Its process id.' }),
    ppid: t.int({ description: 'The process id of its parent.' }),
    name: t.string({ description: 'Its name.' }),
    commandLine: t.string({ description: 'Its command line.' }),
    startTime: t.field({
      type: 'DateTime',
      required: true,
      description: 'When it began: with the pid it tells it apart.',
    }),
    endTime: t.field({ type: 'DateTime', description: 'When it ended.' }),
    cpuUsage: t.float({ description: 'In per cent of one core.' }),
    memory: t.field({ type: 'Bytes', description: 'Resident memory.' }),
    status: t.string({ description: 'running, completed or crashed.' }),
    children: t.intList({ description: 'Process ids of its children.' }),
  }),
})

const LabelInput = builder.inputType('LabelInput', {
  description: 'A label of a run.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Its name, such as `branch`.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
})

const BuildRunInput = builder.inputType('BuildRunInput', {
  description: 'A run as its collector sees it. A second one with the same id is an update.',
  fields: (t) => ({
    id: t.field({ type: 'UUID', required: true, description: 'Made by the collector.' }),
    command: t.string({ required: true, description: 'The program, without its arguments.' }),
    args: t.stringList({ description: 'The arguments of the command.' }),
    startTime: t.field({ type: 'DateTime', required: true, description: 'When it began.' }),
    endTime: t.field({ type: 'DateTime', description: 'When it ended.' }),
    status: t.field({ type: RunStatus, required: true, description: '`running` until it ends.' }),
    exitCode: t.int({ description: 'The exit code of the command.' }),
    workingDir: t.string({ description: 'The directory that it began in.' }),
    processCount: t.int({ description: 'Processes started.' }),
    duration: t.float({ description: 'Whole milliseconds.' }),
    host: t.string({ description: 'The name of the host that it runs on.' }),
    cores: t.int({ description: 'Logical processors of the host, at least 1.' }),
    labels: t.field({
      type: [LabelInput],
      description: 'Labels of the run. Of two with the same name, the last counts.',
    }),
  }),
})

const BuildEventInput = builder.inputType('BuildEventInput', {
  description: 'Something that happened in a run.',
  fields: (t) => ({
    id: t.field({
      type: 'UUID',
      required: true,
      description: 'Made by the collector; sent again, it is the same event.',
    }),
    buildRunId: t.field({ type: 'UUID', required: true, description: 'The id of its run.' }),
    timestamp: t.field({ type: 'DateTime', required: true, description: 'When it happened.' }),
    type: t.field({ type: EventType, required: true, description: 'Its type.' }),
    process: t.field({ type: ProcessInput, required: true, description: 'The process that it is about.' }),
  }),
})

const SubmissionInput = builder.inputType('SubmissionInput', {
  description: 'A submission of a collector, one of three kinds.',
  isOneOf: true,
  fields: (t) => ({
    buildRun: t.field({ type: BuildRunInput, description: 'A run that begins, or changed.' }),
    buildEvent: t.field({ type: BuildEventInput, description: 'An event of a run that is known.' }),
    process: t.field({ type: ProcessInput, description: 'A process of a run that is known.' }),
  }),
})

/** Names of the wire that are not the snake_case form of the graph's. */
const RENAMED: Record<string, string> = { commandLine: 'cmdline', memory: 'mem_usage' }

/** Turns an input into the wire's JSON: snake_case names, times and byte counts as text. */
function toWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toWire)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      if (name === 'labels' && Array.isArray(field)) return [name, labelsOf(field as Label[])]
      const wireName = RENAMED[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      if (typeof field === 'bigint')
        return [wireName, wireName === 'mem_usage' ? String(field) : printTime(field)]
      return [wireName, toWire(field)]
    }),
  )
}

interface Label {
  readonly name: string
  readonly value: string
}

const labelsOf = (labels: readonly Label[]) =>
  Object.fromEntries(labels.map(({ name, value }) => [name, value]))

interface Rejection {
  readonly index: number
  readonly error: BuildSpyError
}

builder.mutationField('submit', (t) =>
  t.field({
    type: SubmitPayload,
    description:
      'Stores the submissions of a collector, in order. The result comes once they are on disk. Invalid submissions are skipped and listed. Needs the scope `ingest`.',
    args: {
      submissions: t.arg({
        type: [SubmissionInput],
        required: true,
        description: 'In the order in which they happened.',
      }),
    },
    resolve: async (_, { submissions }, context) => {
      requireScope(context, 'ingest')
      let bytes = 0
      const rejected: Rejection[] = []
      const valid = submissions.flatMap((input, index) => {
        const wire = toWire(input) as Record<string, unknown>
        bytes += Buffer.byteLength(JSON.stringify(wire))
        const [[name, data]] = Object.entries(wire) as [[string, unknown]]
        try {
          return [{ index, submission: checkSubmission({ type: name, data }) }]
        } catch (error) {
          if (!(error instanceof BuildSpyError)) throw error
          rejected.push({ index, error })
          return []
        }
      })
      const outcomes = await context.ingest.submit(
        valid.map(({ submission }) => submission),
        bytes,
      )
      outcomes.forEach((error, place) => error && rejected.push({ index: valid[place]!.index, error }))
      return {
        accepted: submissions.length - rejected.length,
        rejected: rejected.toSorted((a, b) => a.index - b.index),
      }
    },
  }),
)

const SubmitPayload = builder
  .objectRef<{ accepted: number; rejected: Rejection[] }>('SubmitPayload')
  .implement({
    description: 'The stored submissions, and the rejected ones.',
    fields: (t) => ({
      accepted: t.exposeInt('accepted', { description: 'How many were stored.' }),
      rejected: t.field({
        type: [RejectionRef],
        description: 'Why the others were not.',
        resolve: (payload) => payload.rejected,
      }),
    }),
  })

const RejectionRef = builder.objectRef<Rejection>('Rejection').implement({
  description: 'Why a submission was not stored.',
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Place in `submissions`, from 0.' }),
    code: t.string({ description: 'BAD_USER_INPUT or NOT_FOUND.', resolve: ({ error }) => error.code }),
    message: t.string({
      description: 'A sentence that names the field.',
      resolve: ({ error }) => error.message,
    }),
  }),
})
