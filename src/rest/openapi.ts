import type { Route } from './define-route.ts'
import { bytes, json, ok, type DescribedRow } from './openapi-content.ts'
import { SCHEMAS, type Json } from './openapi-schemas.ts'
import { ROUTES } from './routes.ts'
import { GRAPHQL, HEALTH, METRICS, OPENAPI, READINESS } from './routes/daemon.ts'
import { SUBMIT } from './routes/submit.ts'
import { templateOf, type Row } from './row.ts'

/** Operations that the route table does not contain. */
const OTHERS: readonly DescribedRow[] = [SUBMIT, GRAPHQL, OPENAPI, METRICS, HEALTH, READINESS]

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
  // The last one is for a daemon without tokens.
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

function operation({ operation, summary, query = {}, path, answer, body, statuses = {} }: Route): Json {
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string', format: 'uuid' },
    })),
    ...Object.entries(query).map(([name, about]) => ({ name, in: 'query', ...about })),
  ]
  const content = typeof answer === 'string' ? json(answer) : bytes(answer.type)
  const others = Object.entries(statuses).map(([status, says]) => [status, ok(says, content)])
  return {
    operationId: operation,
    summary,
    ...(parameters.length && { parameters }),
    ...(body && { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: ok(summary, content),
      ...Object.fromEntries(others),
    },
  }
}
