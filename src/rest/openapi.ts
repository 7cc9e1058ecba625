import { z } from 'zod'
import { buildEvent, buildRun, processInfo, submission } from '../wire/schema.ts'
import { ROUTES, type Route } from './routes.ts'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of the REST API, from the route table and the schema of the wire. */
export const openApi = (): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'BuildSpy',
    version: '1',
    description:
      'Recorded builds, over the graph at /graphql. Live events: WebSockets /ws/live and /ws/runs/{id}.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  paths: { ...paths(), '/api/live/submit': { post: SUBMIT } },
  components: { schemas: SCHEMAS, responses: { Error: ERROR } },
})

function paths(): Record<string, Json> {
  const result: Record<string, Json> = {}
  for (const route of ROUTES) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    result[path] = { ...result[path], [route.method.toLowerCase()]: operation(route) }
  }
  return result
}

function operation({ summary, query = {}, path, answer, method }: Route): Json {
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    ...Object.entries(query).map(([name, description]) => ({
      name,
      in: 'query',
      description,
      schema: name === 'limit' ? { type: 'integer', minimum: 1 } : { type: 'string' },
    })),
  ]
  return {
    summary,
    ...(parameters.length && { parameters }),
    ...(method === 'POST' && { requestBody: { required: true, content: json(ref('BulkDeletionRequest')) } }),
    responses: {
      200: { description: summary, content: json(ref(answer)) },
      ...(answer === 'BulkDeletion' && {
        206: { description: 'Some were not deleted', content: json(ref(answer)) },
      }),
      default: { $ref: '#/components/responses/Error' },
    },
  }
}

const ref = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Json): Json => ({ 'application/json': { schema } })
const list = (name: string): Json => ({ type: 'array', items: ref(name) })
const wire = (schema: z.ZodType): Json => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}

const count = { type: 'integer', minimum: 0 }

const SCHEMAS: Record<string, Json> = {
  BuildRun: wire(buildRun),
  BuildRuns: list('BuildRun'),
  BuildEvent: wire(buildEvent),
  BuildEvents: list('BuildEvent'),
  ProcessInfo: wire(processInfo),
  Processes: list('ProcessInfo'),
  Submission: wire(submission),
  Stats: {
    type: 'object',
    required: ['total_runs', 'live_builds', 'by_status'],
    properties: {
      total_runs: count,
      live_builds: count,
      by_status: { type: 'object', additionalProperties: count },
      oldest_run: { type: 'string', format: 'date-time' },
      newest_run: { type: 'string', format: 'date-time' },
    },
  },
  Deletion: { type: 'object', properties: { status: { const: 'deleted' } } },
  BulkDeletionRequest: {
    type: 'object',
    required: ['run_ids'],
    properties: { run_ids: { type: 'array', minItems: 1, items: { type: 'string' } } },
  },
  BulkDeletion: {
    type: 'object',
    required: ['deleted_count', 'total_requested'],
    properties: {
      deleted_count: count,
      total_requested: count,
      errors: { type: 'array', items: { type: 'string' } },
    },
  },
  Error: { type: 'object', required: ['error'], properties: { error: { type: 'string' } } },
}

const ERROR: Json = { description: 'What was wrong, and what to change', content: json(ref('Error')) }

const SUBMIT: Json = {
  summary: 'Stores what a collector reports; answered when it is on disk',
  requestBody: {
    required: true,
    content: {
      ...json(ref('Submission')),
      'application/x-ndjson': {
        schema: { type: 'string', description: 'A Submission a line, at most 1,000 lines' },
      },
    },
  },
  responses: {
    200: {
      description: 'Stored',
      content: json({
        type: 'object',
        required: ['status'],
        properties: {
          status: { const: 'success' },
          accepted: count,
          rejected: {
            type: 'array',
            items: { type: 'object', properties: { line: count, error: { type: 'string' } } },
          },
        },
      }),
    },
    default: { $ref: '#/components/responses/Error' },
  },
}
