import type { IncomingMessage } from 'node:http'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql'
import { createYoga, maskError, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { BuildSpyError } from '../../errors.ts'
import {
  clientCaller,
  createContext,
  restCaller,
  type Caller,
  type GraphContext,
  type Services,
} from '../../graphql/context.ts'
import type { Recipient } from '../../graphql/budget/budget.ts'
import { EXAMPLES } from '../../graphql/examples.ts'
import { schema } from '../../graphql/schema.ts'
import { RecentRuns } from '../../live/recent-runs.ts'
import { CompiledOperations } from './fast/compiled-operations.ts'
import { Connections } from '../connections.ts'
import { sayCost } from './cost.ts'
import { countStreams } from './count-streams.ts'
import { graphLimits } from './limits.ts'
import { createAudit } from '../access/audit.ts'
import type { Client } from '../access/client.ts'
import { graphiqlPage } from './graphiql-page.ts'
import { wantsHtml } from '../headers.ts'
import type { Answer } from '../answer.ts'
import { respond } from '../respond.ts'
import { sendLargeResults } from './large-results.ts'
import { sayUnavailable } from './say-unavailable.ts'
import { shareExecutions } from './fast/shared-executions.ts'
import { DOCUMENT_ID, trustedDocuments } from './trusted/trusted-documents.ts'
import { withinBudget } from './within-budget.ts'

/** Largest body of an operation, in bytes. */
const BODY_LIMIT = 1024 * 1024

/** The facts of an operation that its transport knows. */
interface Transport {
  /** The client that sent the operation. */
  readonly client: Client
  /** The limits for a document of ours. */
  readonly caller?: Caller
  readonly recipient?: Recipient
  /** Counts the response as an open connection; false if too many are open. Absent if a socket is counted. */
  readonly hold?: () => boolean
}

/** What an operator may choose. */
export interface GraphOptions {
  /** Refuses documents that are not in the catalogue (`trusted/`). */
  readonly trustedDocumentsOnly?: boolean
}

/** Headers by which a query may come by GET: no form and no image of a foreign page can set them. */
export const PREFLIGHT_HEADERS = [
  'graphql-require-preflight',
  'apollo-require-preflight',
  'x-graphql-yoga-csrf',
]

/** The result of a subscription: a generator, or errors. Envelop's types leave it open. */
type Subscribed<Data> = AsyncGenerator<ExecutionResult<Data>> & Pick<ExecutionResult, 'errors'>

/** The graph over its transports. */
export type Graph = ReturnType<typeof createGraph>

/** Sets up Yoga: HTTP with GraphiQL, and execution for the WebSockets and the REST layer. */
export function createGraph(
  services: Services,
  log: Logger,
  connections = new Connections(() => 0),
  { trustedDocumentsOnly = false }: GraphOptions = {},
) {
  const shared = { ...services, recentRuns: new RecentRuns(services.store, services.now) }
  const graphiql = graphiqlPage()
  const audit = createAudit(log)
  const operations = new CompiledOperations()
  const compile: Plugin = {
    onExecute: ({ executeFn, setExecuteFn }) =>
      setExecuteFn((args) => withinBudget(args, () => operations.execute(args, executeFn))),
  }
  const yoga = createYoga<Transport, GraphContext>({
    schema,
    context: ({ caller, client, recipient, request }) =>
      createContext(shared, caller ?? clientCaller(client.scopes), (entry) => audit(client, entry), {
        ...recipient,
        signal: request?.signal,
      }),
    graphiql: { title: 'BuildSpy', defaultTabs: EXAMPLES, subscriptionsProtocol: 'WS' },
    renderGraphiQL: graphiql.render,
    extraParamNames: [DOCUMENT_ID],
    plugins: [
      trustedDocuments(trustedDocumentsOnly),
      ...graphLimits(),
      countStreams,
      sayCost,
      compile,
      shareExecutions(operations),
      sayUnavailable(),
      sendLargeResults(),
      graphiql.plugin,
    ],
    maskedErrors: {
      maskError: (error, message) => named(error) ?? (report(error), maskError(error, message)),
    },
    maxRequestBodySize: BODY_LIMIT,
    cors: false,
    multipart: false,
    landingPage: false,
    logging: false,
  })
  const report = (error: unknown) => {
    log.error(
      { err: error instanceof GraphQLError ? (error.originalError ?? error) : error },
      'resolver failed',
    )
  }
  const prepare = async (client: Client, document: DocumentNode, variables: unknown) => {
    const caller = restCaller(client.scopes)
    const { execute, subscribe, contextFactory } = yoga.getEnveloped({ client, caller })
    const args = { schema, document, variableValues: variables, contextValue: await contextFactory() }
    return { execute, subscribe, args }
  }

  return {
    /**
     * Serves `/graphql` over HTTP. It refuses the requests that a foreign page can send without a preflight: a form's body, and
     * a query by GET.
     */
    async handle(request: IncomingMessage, response: Answer, client: Client): Promise<void> {
      const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
      if (request.method === 'POST' && type !== 'application/json')
        return respond(response, 415, { error: 'Send the operation as application/json' })
      const preflighted = PREFLIGHT_HEADERS.some((name) => request.headers[name] !== undefined)
      if (request.method !== 'POST' && !preflighted && !wantsHtml(request))
        return respond(response, 400, {
          error: `Send the operation by POST, or by GET with the header ${PREFLIGHT_HEADERS[0]}: 1`,
        })
      const recipient: Recipient = {
        isGone: () => response.destroyed,
        whenSent: (callback) => (response.destroyed ? callback() : response.once('close', callback)),
      }
      await yoga.handle(request, response, { client, recipient, hold: () => connections.hold(response) })
    },

    /** Parser, validator and executor with the plugins of the HTTP endpoint. */
    envelop: yoga.getEnveloped,

    /** Documents of ours, executed with the rights of a client; their pages may be larger than a client's own. */
    as: (client: Client) => ({
      async query<Data, Variables>(
        document: TypedDocumentNode<Data, Variables>,
        variables: Variables,
      ): Promise<ExecutionResult<Data>> {
        const { execute, args } = await prepare(client, document, variables)
        return await execute(args)
      },

      /** @throws GraphQLError if the subscription is refused */
      async subscribe<Data, Variables>(
        document: TypedDocumentNode<Data, Variables>,
        variables: Variables,
      ): Promise<AsyncGenerator<ExecutionResult<Data>>> {
        const { subscribe, args } = await prepare(client, document, variables)
        const results: Subscribed<Data> = await subscribe(args)
        if (results.errors) throw results.errors[0]!
        return results
      },
    }),
  }
}

/** Our errors keep their code and message. Errors of GraphQL itself stay as they are. */
function named(error: unknown): GraphQLError | undefined {
  if (!(error instanceof GraphQLError)) return undefined
  const { originalError } = error
  if (!originalError || originalError instanceof GraphQLError) return error
  if (!(originalError instanceof BuildSpyError)) return undefined
  return new GraphQLError(originalError.message, {
    nodes: error.nodes ?? null,
    path: error.path ?? null,
    extensions: { code: originalError.code },
  })
}
