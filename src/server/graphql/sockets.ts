import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, type ExecutionArgs, type FormattedExecutionResult } from 'graphql'
import { CloseCode, makeServer, type Server } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import type { Client } from '../access/client.ts'
import type { Graph } from './graph.ts'
import { queryOf } from './trusted/trusted-documents.ts'
import { SharedTexts } from './fast/shared-texts.ts'
import type { SocketRoute } from '../websockets.ts'

/** Operations under way on one socket. */
const OPERATION_LIMIT = 50

/** The functions that execute an operation, carried from `onSubscribe` to the executor. */
interface Executors {
  execute: (args: ExecutionArgs) => never
  subscribe: (args: ExecutionArgs) => never
}

/** The data of a socket. */
interface Extra {
  readonly request: IncomingMessage
  readonly client: Client
}

/** graphql-ws at `/graphql` (https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md). */
export function graphSocketRoute(graph: Graph, log: Logger): SocketRoute {
  const texts = new SharedTexts()
  const server = makeServer<Record<string, unknown>, Extra>({
    execute: (args) => (args.rootValue as Executors).execute(args),
    subscribe: (args) => (args.rootValue as Executors).subscribe(args),
    onSubscribe: async (context, id, params) => {
      const { extra } = context
      if (Object.keys(context.subscriptions).length > OPERATION_LIMIT)
        return [new GraphQLError(`A socket carries at most ${OPERATION_LIMIT} operations at a time`)]
      const { schema, execute, subscribe, contextFactory, parse, validate } = graph.envelop({
        req: extra.request,
        params,
        client: extra.client,
        recipient: { isGone: () => !(id in context.subscriptions) },
      })
      try {
        const document = parse(await queryOf(params))
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
    onNext: (_, __, ___, ____, result) => texts.hold(result) as FormattedExecutionResult,
    connectionInitWaitTimeout: 3000,
  })
  return {
    method: 'WS',
    path: '/graphql',
    access: 'token',
    accept:
      async ({ request, client }) =>
      ({ socket, connection }) =>
        serve(server, socket, connection, { request, client }, texts, log),
  }
}

/** Connects a socket with the protocol. The adapter of graphql-ws would print the mistakes of clients to the console. */
function serve(
  server: Server<Extra>,
  socket: WebSocket,
  connection: Duplex,
  extra: Extra,
  texts: SharedTexts,
  log: Logger,
): void {
  const closed = server.opened(
    {
      protocol: socket.protocol,
      /** Resolves when the system has taken the message, so that a slow client slows its operations down. */
      send: (message) =>
        new Promise((resolve, reject) => {
          const parts = texts.fill(message)
          connection.cork()
          for (const part of parts.slice(0, -1)) socket.send(part, { binary: false, fin: false })
          socket.send(parts.at(-1)!, { binary: false }, (error) =>
            error && !hasLeft(socket, error) ? reject(error) : resolve(),
          )
          connection.uncork()
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) =>
        socket.on('message', (message) => {
          take(String(message)).catch((err) => {
            log.error({ err }, 'an operation failed')
            socket.close(CloseCode.InternalServerError, 'BuildSpy failed; its log says why')
          })
        }),
    },
    extra,
  )
  socket.once('close', (code, reason) => void closed(code, String(reason)))
}

/** A client that disconnected is no error of ours. */
function hasLeft(socket: WebSocket, { code = '' }: NodeJS.ErrnoException): boolean {
  return socket.readyState !== socket.OPEN || code === 'EPIPE' || code === 'ECONNRESET'
}
