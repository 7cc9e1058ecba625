import type { Duplex } from 'node:stream'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { isUnavailable } from '../errors.ts'
import { eventOfLine } from '../wire/print.ts'
import { dataOf, type LiveGraph } from './graph.ts'

/** The close code that asks a client to reconnect (https://www.iana.org/assignments/websocket/websocket.xhtml). */
const TRY_AGAIN = 1013

/** A socket, and the connection below it. */
export interface Peer {
  readonly socket: WebSocket
  readonly connection: Duplex
}

/** Events that a subscription yields together. */
interface Batch {
  readonly events: readonly { readonly line: string }[]
}

/**
 * Sends the results of a subscription, one event in each message, no faster than the socket takes them. Memory holds one batch,
 * however slow the client is.
 * @param greet makes the first message
 */
export async function stream<Variables>(
  graph: LiveGraph,
  log: Logger,
  peer: Peer,
  document: TypedDocumentNode<{ readonly batch: Batch }, Variables>,
  variables: Variables,
  greet?: () => Promise<string>,
): Promise<void> {
  const { socket } = peer
  try {
    // The subscription takes its cursor first, so that no event falls between it and the first message.
    const results = await graph.subscribe(document, variables)
    socket.on('close', () => void results.return(undefined))
    if (greet) await send(peer, [await greet()])
    for await (const result of results) await send(peer, messagesOf(dataOf(result).batch))
    socket.close(1000, 'The run was deleted')
  } catch (err) {
    if (socket.readyState !== socket.OPEN) return
    if (err instanceof GraphQLError && isUnavailable(err)) return socket.close(TRY_AGAIN, err.message)
    log.error({ err }, 'a socket failed')
    socket.close(1011, 'BuildSpy failed; its log says why')
  }
}

/** Sends messages in one write, and waits until the system has taken the last. @throws if the socket closes before */
function send({ socket, connection }: Peer, messages: readonly (string | Buffer)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    connection.cork()
    for (const message of messages.slice(0, -1)) socket.send(message, { binary: false })
    socket.send(messages.at(-1)!, { binary: false }, (error) => (error ? reject(error) : resolve()))
    connection.uncork()
  })
}

const messages = new WeakMap<Batch, readonly Buffer[]>()

/** One message for each event. Sockets that get the same batch share its bytes, because each would encode a text anew. */
function messagesOf(batch: Batch): readonly Buffer[] {
  const known = messages.get(batch)
  if (known) return known
  const made = batch.events.map(({ line }) => Buffer.from(eventOfLine(line)))
  messages.set(batch, made)
  return made
}
