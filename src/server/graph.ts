import type { IncomingMessage } from 'node:http'
import { GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql'
import { createYoga, maskError, type Plugin } from 'graphql-yoga'
import type { Logger } from 'pino'
import { BuildSpyError } from '../errors.ts'
import {
  clientCaller,
  createContext,
  REST_CALLER,
  type Caller,
  type GraphContext,
  type Scopes,
  type Services,
} from '../graphql/context.ts'
import { EXAMPLES } from '../graphql/examples.ts'
import { schema } from '../graphql/schema.ts'
import { CompiledOperations } from './compiled-operations.ts'
import { graphLimits } from './graph-limits.ts'
import { policyFor } from './headers.ts'
import type { Answer } from './answer.ts'
import { respond } from './respond.ts'
import { shareExecutions } from './shared-executions.ts'

/** Largest body of an operation, in bytes. */
const BODY_LIMIT = 1024 * 1024

/** What a transport says of an operation. */
interface Transport {
  /** A client's, by its token. */
  readonly scopes?: Scopes
  /** Ours, where the document is. */
  readonly caller?: Caller
}

/** The graph over its transports. */
export type Graph = ReturnType<typeof createGraph>

/** Sets up Yoga: HTTP with GraphiQL, and execution for the WebSockets and the REST layer. */
export function createGraph(services: Services, log: Logger) {
  let graphiql: string | undefined
  const graphiqlPolicy: Plugin = {
    onResponse({ response }) {
      if (graphiql && response.headers.get('content-type')?.startsWith('text/html'))
        response.headers.set('content-security-policy', policyFor(graphiql))
    },
  }
  const operations = new CompiledOperations()
  const compile: Plugin = {
    onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn((args) => operations.execute(args, executeFn)),
  }
  const yoga = createYoga<Transport, GraphContext>({
    schema,
    context: ({ caller, scopes }) => createContext(services, caller ?? clientCaller(scopes ?? new Set())),
    graphiql: { title: 'BuildSpy', defaultTabs: EXAMPLES, subscriptionsProtocol: 'WS' },
    // Loaded when it is first asked for: it is larger than the rest of the daemon.
    renderGraphiQL: async (options) =>
      (graphiql ??= (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options)),
    plugins: [...graphLimits(), compile, shareExecutions(operations), graphiqlPolicy],
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
  const prepare = async (document: DocumentNode, variables: Record<string, unknown>) => {
    const { execute, subscribe, contextFactory } = yoga.getEnveloped({ caller: REST_CALLER })
    const args = { schema, document, variableValues: variables, contextValue: await contextFactory() }
    return { execute, subscribe, args }
  }

  return {
    /** Serves `/graphql` over HTTP. A body that a form could send is refused, so that no foreign page can post one. */
    async handle(request: IncomingMessage, response: Answer, scopes: Scopes): Promise<void> {
      const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase()
      if (request.method === 'POST' && type !== 'application/json')
        return respond(response, 415, { error: 'Send the operation as application/json' })
      await yoga.handle(request, response, { scopes })
    },

    /** Parser, validator and executor with the plugins of the HTTP endpoint. */
    envelop: yoga.getEnveloped,

    /** Runs a document of ours; its pages may be larger than a client's. */
    async query(document: DocumentNode, variables: Record<string, unknown>): Promise<ExecutionResult> {
      const { execute, args } = await prepare(document, variables)
      return (await execute(args)) as ExecutionResult
    },

    /** Subscribes by a document of ours. @throws GraphQLError if the subscription is refused */
    async subscribe(
      document: DocumentNode,
      variables: Record<string, unknown>,
    ): Promise<AsyncGenerator<ExecutionResult>> {
      const { subscribe, args } = await prepare(document, variables)
      const results = (await subscribe(args)) as AsyncGenerator<ExecutionResult> | ExecutionResult
      if ('errors' in results) throw results.errors![0]!
      return results as AsyncGenerator<ExecutionResult>
    },
  }
}

/** An error of ours goes out with its code and message; what GraphQL itself found wrong goes out as it is. */
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
