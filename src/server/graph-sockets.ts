import type { IncomingMessage } from 'node:http'
import { GraphQLError, type ExecutionArgs } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { Scopes } from '../graphql/context.ts'
import type { Graph } from './graph.ts'
import type { SocketRoute } from './upgrade.ts'

/** Operations under way on one socket. */
const OPERATION_LIMIT = 50

/** What an operation is executed with, carried from `onSubscribe` to the executor. */
interface Executors {
  execute: (args: ExecutionArgs) => never
  subscribe: (args: ExecutionArgs) => never
}

/** graphql-ws at `/graphql` (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
export function graphSocketRoute(graph: Graph): SocketRoute {
  const scopesOf = new WeakMap<IncomingMessage, Scopes>()
  const open = new WeakMap<object, Set<string>>()
  const server = new WebSocketServer({ noServer: true })
  useServer(
    {
      execute: (args) => (args.rootValue as Executors).execute(args),
      subscribe: (args) => (args.rootValue as Executors).subscribe(args),
      onSubscribe: async ({ extra }, id, params) => {
        const under = open.get(extra.socket) ?? new Set()
        open.set(extra.socket, under.add(id))
        if (under.size > OPERATION_LIMIT)
          return [new GraphQLError(`A socket carries at most ${OPERATION_LIMIT} operations at a time`)]
        const { schema, execute, subscribe, contextFactory, parse, validate } = graph.envelop({
          req: extra.request,
          params,
          scopes: scopesOf.get(extra.request)!,
        })
        try {
          const document = parse(params.query)
          const errors = validate(schema, document)
          if (errors.length) return errors
          return {
            schema,
            document,
            operationName: params.operationName,
            variableValues: params.variables,
            contextValue: await contextFactory(),
            rootValue: { execute, subscribe },
          }
        } catch (error) {
          if (error instanceof GraphQLError) return [error]
          throw error
        }
      },
      onComplete: ({ extra }, id) => void open.get(extra.socket)?.delete(id),
      onError: ({ extra }, id) => void open.get(extra.socket)?.delete(id),
      connectionInitWaitTimeout: 3000,
    },
    server,
    0,
  )
  return {
    path: /^\/graphql$/,
    accept: async ({ request, scopes }) => {
      scopesOf.set(request, scopes)
      return (socket) => server.emit('connection', socket, request)
    },
  }
}
