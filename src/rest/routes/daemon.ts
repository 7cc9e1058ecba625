import { json, ok, text, type DescribedRow } from '../openapi-content.ts'
import { ref } from '../openapi-schemas.ts'

/** The graph. The operation decides which scope the token needs. */
export const GRAPHQL: DescribedRow = {
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
}

export const OPENAPI: DescribedRow = {
  method: 'GET',
  path: '/api/openapi.json',
  access: 'read',
  about: {
    operationId: 'getOpenApi',
    summary: 'This document',
    responses: { 200: ok('The document', { 'application/json': { schema: { type: 'object' } } }) },
  },
}

export const METRICS: DescribedRow = {
  method: 'GET',
  path: '/metrics',
  access: 'read',
  about: {
    operationId: 'getMetrics',
    summary: 'Metrics of the daemon, for Prometheus',
    responses: { 200: ok('Metrics', text('text/plain')) },
  },
}

export const HEALTH = health('/healthz', 'getHealth', 'The daemon responds')
export const READINESS = health('/readyz', 'getReadiness', 'The daemon is ready for work')

function health(path: string, operationId: string, summary: string): DescribedRow {
  const about = { operationId, summary, responses: { 200: ok(summary, json('Health')) } }
  return { method: 'GET', path, access: 'anyone', about }
}
