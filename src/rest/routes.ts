import type { DocumentNode } from 'graphql'
import { BadInput, statusOf } from '../errors.ts'
import type { Scope } from '../graphql/context.ts'
import { DELETE_RUNS, EVENTS, LIVE_RUNS, PROCESSES, RUN_BY_ID, RUNS, STATS } from './documents.ts'
import { eventOfLine } from '../wire/print.ts'
import { Failure, noSuchRun } from './failure.ts'
import { print } from './print.ts'
import type { Row } from './row.ts'
import {
  deletedOf,
  limitOf,
  runIdsOf,
  runOf,
  textOf,
  type Input,
  type Outcome,
  type RunNode,
} from './translate.ts'

interface RouteBase extends Row {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly access: Scope
  /** Its `operationId` in the OpenAPI document, from which generated clients make the name of a function. */
  readonly operation: string
  /** A line for the OpenAPI document. */
  readonly summary: string
  /** The parameters in the query string, as OpenAPI describes them. */
  readonly query?: Readonly<Record<string, Parameter>>
  /** Name of the schema of the answer in the OpenAPI document. */
  readonly answer: string
  /** What the document is asked with. @throws BadInput */
  readonly variables: (input: Input) => Record<string, unknown>
  readonly document: DocumentNode
}

/** A parameter in the query string. */
interface Parameter {
  readonly description: string
  readonly schema: object
  readonly required?: boolean
}

/** A route whose answer is one value. */
export interface ValueRoute extends RouteBase {
  /** The answer, from the data of the document. @throws Failure */
  readonly value: (data: never, input: Input) => unknown
  /** The status of an answer; 200 if absent. */
  readonly status?: (answer: never) => number
}

/** A route whose answer is a list, walked page by page. */
export interface ListRoute extends RouteBase {
  /** A page, from the data of the document; undefined if there is no such list. */
  readonly page: (data: never) => Page | undefined
  /** A node as JSON. */
  readonly text: (node: never) => string
  /** Most items; all if absent. @throws BadInput */
  readonly limit?: (input: Input) => number
}

export type Route = ValueRoute | ListRoute

export interface Page {
  readonly nodes: unknown[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

const byId = ({ params }: Input) => ({ id: params['id'] })
const none = () => ({})
const pageOfRun = ({ run }: { run: { page: Page } | null }) => run?.page

/** A bulk deletion: what went, and a sentence for each that did not. */
const bulk = {
  document: DELETE_RUNS,
  answer: 'BulkDeletion',
  value: ({ outcome }: { outcome: Outcome }) => deletedOf(outcome),
  status: ({ errors }: { errors?: string[] }) => (errors ? 206 : 200),
} as const

/** The documented REST API: each route a document over the graph. */
export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/api/runs',
    access: 'read',
    operation: 'listRuns',
    summary: 'Runs that are not live, newest first',
    query: {
      search: {
        description: 'Literal text in the command line or the working directory, ignoring case',
        schema: { type: 'string' },
      },
      limit: {
        description: 'The maximum number of runs',
        schema: { type: 'integer', minimum: 1, default: 50 },
      },
    },
    answer: 'BuildRuns',
    document: RUNS,
    variables: ({ query }) => ({ search: textOf(query, 'search') }),
    limit: limitOf,
    page: (data: { page: Page }) => data.page,
    text: (run: RunNode) => print(runOf(run)),
  },
  {
    method: 'GET',
    path: '/api/live',
    access: 'read',
    operation: 'listLiveRuns',
    summary: 'All live runs, newest first',
    answer: 'BuildRuns',
    document: LIVE_RUNS,
    variables: none,
    page: (data: { page: Page }) => data.page,
    text: (run: RunNode) => print(runOf(run)),
  },
  {
    method: 'GET',
    path: '/api/runs/:id',
    access: 'read',
    operation: 'getRun',
    summary: 'A run',
    answer: 'BuildRun',
    document: RUN_BY_ID,
    variables: byId,
    value: ({ run }: { run: RunNode | null }, { params }) => {
      if (run) return runOf(run)
      throw noSuchRun(params['id'])
    },
  },
  {
    method: 'GET',
    path: '/api/runs/:id/events',
    access: 'read',
    operation: 'listEvents',
    summary: 'All events of a run, by timestamp',
    answer: 'BuildEvents',
    document: EVENTS,
    variables: byId,
    page: pageOfRun,
    text: ({ line }: { line: string }) => eventOfLine(line),
  },
  {
    method: 'GET',
    path: '/api/runs/:id/processes',
    access: 'read',
    operation: 'listProcesses',
    summary: 'All processes of a run, by start time',
    answer: 'Processes',
    document: PROCESSES,
    variables: byId,
    page: pageOfRun,
    text: ({ children, ...process }: { children: string }) =>
      `${print(process).slice(0, -1)},"children":[${children}]}`,
  },
  {
    method: 'GET',
    path: '/api/stats',
    access: 'read',
    operation: 'getStats',
    summary: 'Counts over all runs',
    answer: 'Stats',
    document: STATS,
    variables: none,
    value: ({ stats }: { stats: { by_status: { status: string; count: number }[] } }) => ({
      ...stats,
      by_status: Object.fromEntries(stats.by_status.map(({ status, count }) => [status, count])),
    }),
  },
  {
    method: 'DELETE',
    path: '/api/runs/:id',
    access: 'admin',
    operation: 'deleteRun',
    summary: 'Deletes a run that is not live',
    answer: 'Deletion',
    document: DELETE_RUNS,
    variables: ({ params }) => ({ ids: [params['id']] }),
    value: ({ outcome }: { outcome: Outcome }) => {
      const [error] = outcome.errors
      if (error) throw new Failure(statusOf(error.code), error.message)
      return { status: 'deleted' }
    },
  },
  {
    ...bulk,
    method: 'DELETE',
    path: '/api/runs',
    access: 'admin',
    operation: 'deleteRuns',
    summary: 'Deletes runs; those that cannot be deleted are listed',
    query: {
      run_id: {
        description: 'Id of a run to delete; may be given many times',
        schema: { type: 'array', minItems: 1, items: { type: 'string' } },
        required: true,
      },
    },
    variables: ({ query }) => ({ ids: runIdsOf('run_id', query['run_id']) }),
  },
  {
    ...bulk,
    method: 'POST',
    path: '/api/delete',
    access: 'admin',
    operation: 'deleteRunsByBody',
    summary: 'Deletes runs; those that cannot be deleted are listed',
    variables: ({ body }) => {
      if (typeof body !== 'object' || body === null || Array.isArray(body))
        throw new BadInput('The body must be an object with run_ids')
      return { ids: runIdsOf('run_ids', (body as { run_ids?: unknown }).run_ids) }
    },
  },
]
