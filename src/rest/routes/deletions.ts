import { BadInput, GraphRefused } from '../../errors.ts'
import { graphql } from '../../gql/rest/gql.ts'
import type { DeleteRunsMutation } from '../../gql/rest/graphql.ts'
import { defineRoute } from '../define-route.ts'
import { documentOf } from '../graph.ts'
import { idOf, runIdsOf } from '../input.ts'

const document = documentOf(
  graphql(`
    mutation DeleteRuns($ids: [ID!]!) {
      outcome: deleteRuns(ids: $ids) {
        deleted
        totalRequested
        errors {
          code
          message
        }
      }
    }
  `),
)

/** The common part of all bulk deletions: the response lists the deleted runs, and an error for each of the others. */
const bulk = {
  document,
  access: 'admin',
  summary: 'Deletes runs; those that cannot be deleted are listed',
  answer: 'BulkDeletion',
  statuses: { 206: 'Some were not deleted' },
  value: ({ outcome: { deleted, totalRequested, errors } }: DeleteRunsMutation) => ({
    deleted_count: deleted.length,
    total_requested: totalRequested,
    ...(errors.length > 0 && { errors: errors.map((error) => error.message) }),
  }),
  status: ({ errors }: { readonly errors?: readonly string[] }) => (errors ? 206 : 200),
} as const

/** Deletion of one run and of many. A client that cannot send a body with DELETE uses POST. */
export const DELETIONS = [
  defineRoute({
    method: 'DELETE',
    path: '/api/runs/:id',
    access: 'admin',
    operation: 'deleteRun',
    summary: 'Deletes a run that is not live',
    answer: 'Deletion',
    document,
    variables: (input) => ({ ids: [idOf(input)] }),
    value({ outcome }) {
      const [error] = outcome.errors
      if (error) throw new GraphRefused(error.code, error.message)
      return { status: 'deleted' }
    },
  }),
  defineRoute({
    ...bulk,
    method: 'DELETE',
    path: '/api/runs',
    operation: 'deleteRuns',
    query: {
      run_id: {
        description: 'Id of a run to delete; may be given many times',
        schema: { type: 'array', minItems: 1, items: { type: 'string' } },
        required: true,
      },
    },
    variables: ({ query }) => ({ ids: runIdsOf('run_id', query['run_id']) }),
  }),
  defineRoute({
    ...bulk,
    method: 'POST',
    path: '/api/delete',
    operation: 'deleteRunsByBody',
    body: 'BulkDeletionRequest',
    variables({ body }) {
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw new BadInput('The body must be an object with run_ids')
      return { ids: runIdsOf('run_ids', 'run_ids' in body ? body.run_ids : undefined) }
    },
  }),
]
