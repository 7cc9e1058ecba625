import { ref, SCHEMAS, type Json } from './openapi-schemas.ts'
import { templateOf, type Row } from './row.ts'
import { ROUTES, type Route } from './routes.ts'

const json = (name: string): Json => ({ 'application/json': { schema: ref(name) } })
const text = (type: string): Json => ({ [type]: { schema: { type: 'string' } } })
const ok = (description: string, content: Json): Json => ({ description, content })

/** What is served beside the routes, as the document describes it. */
const OTHERS: readonly (Row & { readonly about: Json })[] = [
  {
    method: 'POST',
    path: '/api/live/submit',
    access: 'ingest',
    about: {
      operationId: 'submit',
      summary: 'Stores submissions; the response comes after they are on disk',
      requestBody: {
        required: true,
        content: {
          ...json('Submission'),
          'application/x-ndjson': {
            schema: { type: 'string', description: 'One Submission per line, at most 1,000 lines' },
          },
        },
      },
      responses: {
        200: ok('Stored', json('Stored')),
        400: ok('Nothing was stored', json('NothingStored')),
      },
    },
  },
  {
    method: 'POST',
    path: '/graphql',
    access: 'token',
    about: {
      operationId: 'graphql',
      summary: 'Executes an operation of the graph; the scope that it needs depends on its fields',
      requestBody: { required: true, content: json('Operation') },
      responses: {
        200: ok('The result', json('OperationResult')),
        400: ok('The operation cannot be executed', {
          'application/json': { schema: { anyOf: [ref('OperationResult'), ref('Error')] } },
        }),
      },
    },
  },
  {
    method: 'GET',
    path: '/api/openapi.json',
    access: 'read',
    about: {
      operationId: 'getOpenApi',
      summary: 'This document',
      responses: { 200: ok('The document', { 'application/json': { schema: { type: 'object' } } }) },
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    access: 'read',
    about: {
      operationId: 'getMetrics',
      summary: 'Metrics of the daemon, for Prometheus',
      responses: { 200: ok('Metrics', text('text/plain')) },
    },
  },
  health('/healthz', 'getHealth', 'The daemon responds'),
  health('/readyz', 'getReadiness', 'The daemon is ready for work'),
]

/** The OpenAPI 3.1 document of the HTTP API, from the route table and the schema of the wire. */
export const openApi = (): Json => ({
  openapi: '3.1.0',
  info: {
    title: 'BuildSpy',
    version: '1',
    description:
      'Recorded builds, over the graph at /graphql. Live events: WebSockets /ws/live and /ws/runs/{id}.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: '/', description: 'The daemon that serves this document' }],
  // The last: a daemon without tokens asks for none.
  security: [{ token: [] }, { session: [] }, {}],
  paths: paths(),
  components: {
    schemas: SCHEMAS,
    responses: { Error: ok('The error, and what to change', json('Error')) },
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', description: 'A token with scopes' },
      session: {
        type: 'apiKey',
        in: 'cookie',
        name: 'buildspy_session',
        description: 'The session of a browser',
      },
    },
  },
})

function paths(): Json {
  const result: Record<string, Json> = {}
  const add = (row: Row, about: Json) => {
    const path = templateOf(row)
    const responses = { ...(about['responses'] as Json), default: { $ref: '#/components/responses/Error' } }
    const needs = row.access === 'anyone' ? { security: [] } : { description: `Scope: ${row.access}.` }
    result[path] = { ...result[path], [row.method.toLowerCase()]: { ...about, ...needs, responses } }
  }
  for (const route of ROUTES) add(route, operation(route))
  for (const { about, ...row } of OTHERS) add(row, about)
  return result
}

function operation({ operation, summary, query = {}, path, answer, method }: Route): Json {
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    ...Object.entries(query).map(([name, about]) => ({ name, in: 'query', ...about })),
  ]
  return {
    operationId: operation,
    summary,
    ...(parameters.length && { parameters }),
    ...(method === 'POST' && { requestBody: { required: true, content: json('BulkDeletionRequest') } }),
    responses: {
      200: ok(summary, json(answer)),
      ...(answer === 'BulkDeletion' && { 206: ok('Some were not deleted', json(answer)) }),
    },
  }
}

function health(path: string, operationId: string, summary: string): Row & { readonly about: Json } {
  const about = { operationId, summary, responses: { 200: ok(summary, json('Health')) } }
  return { method: 'GET', path, access: 'anyone', about }
}
