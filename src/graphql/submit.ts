import { BuildSpyError } from '../errors.ts'
import { checkSubmission } from '../wire/parse.ts'
import { printTime } from '../wire/time.ts'
import { EventType } from './event.ts'
import { builder } from './builder.ts'
import { requireScope } from './context.ts'
import { RunStatus } from './run.ts'

const ProcessInput = builder.inputType('ProcessInput', {
  fields: (t) => ({
    buildRunId: t.field({ type: 'UUID', required: true }),
    pid: t.int({ required: true }),
    ppid: t.int(),
    name: t.string(),
    commandLine: t.string(),
    startTime: t.field({ type: 'DateTime', required: true }),
    endTime: t.field({ type: 'DateTime' }),
    cpuUsage: t.float(),
    memory: t.field({ type: 'Bytes' }),
    status: t.string(),
    children: t.intList(),
  }),
})

const BuildRunInput = builder.inputType('BuildRunInput', {
  fields: (t) => ({
    id: t.field({ type: 'UUID', required: true }),
    command: t.string({ required: true }),
    args: t.stringList(),
    startTime: t.field({ type: 'DateTime', required: true }),
    endTime: t.field({ type: 'DateTime' }),
    status: t.field({ type: RunStatus, required: true }),
    exitCode: t.int(),
    workingDir: t.string(),
    processCount: t.int(),
    duration: t.float({ description: 'Whole milliseconds.' }),
  }),
})

const BuildEventInput = builder.inputType('BuildEventInput', {
  fields: (t) => ({
    id: t.field({ type: 'UUID', required: true }),
    buildRunId: t.field({ type: 'UUID', required: true }),
    timestamp: t.field({ type: 'DateTime', required: true }),
    type: t.field({ type: EventType, required: true }),
    process: t.field({ type: ProcessInput, required: true }),
  }),
})

const SubmissionInput = builder.inputType('SubmissionInput', {
  description: 'What a collector reports: one of three.',
  isOneOf: true,
  fields: (t) => ({
    buildRun: t.field({ type: BuildRunInput }),
    buildEvent: t.field({ type: BuildEventInput }),
    process: t.field({ type: ProcessInput }),
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
      const wireName = RENAMED[name] ?? name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
      if (typeof field === 'bigint')
        return [wireName, wireName === 'mem_usage' ? String(field) : printTime(field)]
      return [wireName, toWire(field)]
    }),
  )
}

interface Rejection {
  readonly index: number
  readonly error: BuildSpyError
}

builder.mutationField('submit', (t) =>
  t.field({
    type: SubmitPayload,
    description:
      'Stores what a collector reports, in order. Answered when it is on disk; what is invalid is left out and listed.',
    args: { submissions: t.arg({ type: [SubmissionInput], required: true }) },
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
    fields: (t) => ({
      accepted: t.exposeInt('accepted'),
      rejected: t.field({ type: [RejectionRef], resolve: (payload) => payload.rejected }),
    }),
  })

const RejectionRef = builder.objectRef<Rejection>('Rejection').implement({
  fields: (t) => ({
    index: t.exposeInt('index', { description: 'Place in `submissions`, from 0.' }),
    code: t.string({ resolve: ({ error }) => error.code }),
    message: t.string({ resolve: ({ error }) => error.message }),
  }),
})
