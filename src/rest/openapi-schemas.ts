import { z } from 'zod'
import { PROCESS_NUMBERS } from '../wire/process-numbers.ts'
import { buildEvent, buildRun, processInfo, submission } from '../wire/schema.ts'

/** A JSON Schema, or a part of an OpenAPI document. */
export type Json = { readonly [name: string]: unknown }

/** A reference to a schema of {@link SCHEMAS}. */
export const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

const list = (name: string): Json => ({ type: 'array', items: ref(name) })
const count = { type: 'integer', minimum: 0 }
const instant = { type: 'string', format: 'date-time' }
const uuid = { type: 'string', format: 'uuid' }
const bytes = { type: 'integer', minimum: 0, format: 'uint64' }

/** Schemas that zod cannot express in JSON Schema: times, ids in either case, byte counts above 2^53. */
const BY_NAME: Json = {
  id: uuid,
  build_run_id: uuid,
  timestamp: instant,
  start_time: instant,
  end_time: instant,
  mem_usage: bytes,
  peak_mem: bytes,
}

/** A schema of the wire, as a client may send it. */
function sent(schema: z.ZodType): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

/**
 * A schema of the wire as the daemon prints it. A field without a value is absent, so nothing is null, and there are no other
 * fields.
 */
function printed(schema: z.ZodType, required: readonly string[], optional: readonly string[]): Json {
  const properties = sent(schema)['properties'] as Record<string, Json>
  const fields = [...required, ...optional].map((name) => [
    name,
    BY_NAME[name] ?? withoutNull(properties[name]!),
  ])
  return {
    type: 'object',
    required,
    properties: Object.fromEntries(fields) as Json,
    additionalProperties: false,
  }
}

function withoutNull(schema: Json): Json {
  const { anyOf, type } = schema as { anyOf?: Json[]; type?: unknown }
  if (anyOf) return anyOf.find(({ type }) => type !== 'null')!
  return Array.isArray(type) ? { ...schema, type: type.find((each) => each !== 'null') } : schema
}

const PROCESS = [
  'build_run_id',
  'pid',
  'ppid',
  'name',
  'cmdline',
  'start_time',
  'cpu_usage',
  'mem_usage',
  'status',
  'children',
]
const PROCESS_MAYBE = [
  'end_time',
  'working_dir',
  'exit_code',
  'signal',
  ...Object.values(PROCESS_NUMBERS),
  'peak_mem',
]

const object = (properties: Json, required = Object.keys(properties)): Json => ({
  type: 'object',
  required,
  properties,
  additionalProperties: false,
})

/** The schemas of the REST API by name. */
export const SCHEMAS: Record<string, Json> = {
  BuildRun: printed(
    buildRun,
    ['id', 'command', 'args', 'start_time', 'status', 'working_dir', 'process_count'],
    ['end_time', 'exit_code', 'duration'],
  ),
  BuildRuns: list('BuildRun'),
  ProcessInfo: printed(processInfo, PROCESS, PROCESS_MAYBE),
  Processes: list('ProcessInfo'),
  BuildEvent: object({
    ...(printed(buildEvent, ['id', 'build_run_id', 'timestamp', 'type'], [])['properties'] as Json),
    process: ref('ProcessInfo'),
  }),
  BuildEvents: list('BuildEvent'),
  Submission: sent(submission),
  Stored: object(
    {
      status: { const: 'success' },
      accepted: count,
      rejected: { type: 'array', items: ref('Rejection') },
    },
    ['status'],
  ),
  Rejection: object({ line: { type: 'integer', minimum: 1 }, error: { type: 'string' } }),
  NothingStored: object(
    {
      error: { type: 'string' },
      accepted: { const: 0 },
      rejected: { type: 'array', items: ref('Rejection') },
    },
    ['error'],
  ),
  Stats: object(
    {
      total_runs: count,
      live_builds: count,
      by_status: { type: 'object', additionalProperties: count },
      oldest_run: instant,
      newest_run: instant,
    },
    ['total_runs', 'live_builds', 'by_status'],
  ),
  Deletion: object({ status: { const: 'deleted' } }),
  BulkDeletionRequest: {
    type: 'object',
    required: ['run_ids'],
    properties: { run_ids: { type: 'array', minItems: 1, maxItems: 10_000, items: { type: 'string' } } },
  },
  BulkDeletion: object(
    {
      deleted_count: count,
      total_requested: count,
      errors: { type: 'array', minItems: 1, items: { type: 'string' } },
    },
    ['deleted_count', 'total_requested'],
  ),
  Operation: {
    type: 'object',
    required: ['query'],
    properties: {
      query: { type: 'string' },
      operationName: { type: ['string', 'null'] },
      variables: { type: ['object', 'null'] },
    },
  },
  OperationResult: {
    type: 'object',
    properties: {
      data: { type: ['object', 'null'] },
      errors: {
        type: 'array',
        items: { type: 'object', required: ['message'], properties: { message: { type: 'string' } } },
      },
      extensions: { type: 'object' },
    },
  },
  Health: object({ status: { enum: ['ok', 'ready'] } }),
  Error: object({ error: { type: 'string' } }),
}
