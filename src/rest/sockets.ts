import type { Duplex } from 'node:stream'
import { GraphQLError, type DocumentNode, type ExecutionResult } from 'graphql'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { WS_INITIAL, WS_LIVE, WS_RUN, WS_RUN_EXISTS } from './documents.ts'
import { isUnavailable, statusOf } from '../errors.ts'
import { eventOfLine } from '../wire/print.ts'
import { print } from './print.ts'
import { runOf, type RunNode } from './translate.ts'

/** The graph, as the WebSockets need it. */
export interface LiveGraph {
  query(document: DocumentNode, variables: Record<string, unknown>): Promise<ExecutionResult>
  subscribe(
    document: DocumentNode,
    variables: Record<string, unknown>,
  ): Promise<AsyncGenerator<ExecutionResult>>
}

/** Runs in the first message of `/ws/live`. */
const INITIAL_RUNS = 10

/** The code that tells a client to come again (https://www.iana.org/assignments/websocket/websocket.xhtml). */
const TRY_AGAIN = 1013

/** Takes a socket, and the connection below it. */
type Opened = (socket: WebSocket, connection: Duplex) => void

interface Peer {
  readonly socket: WebSocket
  readonly connection: Duplex
}

interface Batch {
  readonly events: readonly { readonly line: string }[]
}

/** `/ws/live`: the live runs and the latest others, then each event of any run as it is committed. */
export async function openLive(graph: LiveGraph, log: Logger): Promise<Opened> {
  return (socket, connection) =>
    void stream(graph, log, { socket, connection }, WS_LIVE, {}, async () => {
      const { data, errors } = await graph.query(WS_INITIAL, { first: INITIAL_RUNS })
      if (errors) throw errors[0]!
      const { liveRuns, runs } = data as unknown as { liveRuns: RunNode[]; runs: { nodes: RunNode[] } }
      const latest = [...liveRuns, ...runs.nodes].slice(0, INITIAL_RUNS)
      return print({ type: 'initial_state', data: latest.map(runOf) })
    })
}

/** `/ws/runs/{id}`: every event of the run so far, then those to come. Refuses an unknown run. */
export async function openRun(
  graph: LiveGraph,
  log: Logger,
  id: string,
): Promise<{ status: number; error: string } | Opened> {
  const { data, errors } = await graph.query(WS_RUN_EXISTS, { id })
  const unavailable = errors?.find(isUnavailable)
  if (unavailable) return { status: statusOf(unavailable.extensions['code']), error: unavailable.message }
  if (errors || !data?.['run']) return { status: 404, error: `There is no run ${id}` }
  return (socket, connection) => void stream(graph, log, { socket, connection }, WS_RUN, { id })
}

/**
 * Sends what a subscription yields, an event a message, no faster than the socket takes it: memory holds one batch,
 * however slow the client.
 */
async function stream(
  graph: LiveGraph,
  log: Logger,
  peer: Peer,
  document: DocumentNode,
  variables: Record<string, unknown>,
  greet?: () => Promise<string>,
): Promise<void> {
  const { socket } = peer
  try {
    // The subscription marks its place first, so that nothing falls between it and the greeting.
    const results = await graph.subscribe(document, variables)
    socket.on('close', () => void results.return(undefined))
    if (greet) await send(peer, [await greet()])
    for await (const { data, errors } of results) {
      if (errors) throw errors[0]!
      await send(peer, messagesOf((data as unknown as { batch: Batch }).batch))
    }
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

/** An event a message; those who get the same batch get the same bytes, which each would encode anew from a text. */
function messagesOf(batch: Batch): readonly Buffer[] {
  const known = messages.get(batch)
  if (known) return known
  const made = batch.events.map(({ line }) => Buffer.from(eventOfLine(line)))
  messages.set(batch, made)
  return made
}
