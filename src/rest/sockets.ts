import type { DocumentNode, ExecutionResult } from 'graphql'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { WS_INITIAL, WS_LIVE, WS_RUN, WS_RUN_EXISTS } from './documents.ts'
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

interface Batch {
  readonly events: readonly { readonly line: string }[]
}

/** `/ws/live`: the live runs and the latest others, then each event of any run as it is committed. */
export async function openLive(graph: LiveGraph, log: Logger): Promise<(socket: WebSocket) => void> {
  return (socket) =>
    void stream(graph, log, socket, WS_LIVE, {}, async () => {
      const { data } = await graph.query(WS_INITIAL, { first: INITIAL_RUNS })
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
): Promise<{ status: number; error: string } | ((socket: WebSocket) => void)> {
  const { data, errors } = await graph.query(WS_RUN_EXISTS, { id })
  if (errors || !data?.['run']) return { status: 404, error: `There is no run ${id}` }
  return (socket) => void stream(graph, log, socket, WS_RUN, { id })
}

/**
 * Sends what a subscription yields, an event a message, no faster than the socket takes it: memory holds one batch,
 * however slow the client.
 */
async function stream(
  graph: LiveGraph,
  log: Logger,
  socket: WebSocket,
  document: DocumentNode,
  variables: Record<string, unknown>,
  greet?: () => Promise<string>,
): Promise<void> {
  try {
    // The subscription marks its place first, so that nothing falls between it and the greeting.
    const results = await graph.subscribe(document, variables)
    socket.on('close', () => void results.return(undefined))
    if (greet) await send(socket, await greet())
    for await (const { data, errors } of results) {
      if (errors) throw errors[0]!
      await send(socket, ...messagesOf((data as unknown as { batch: Batch }).batch))
    }
    socket.close(1000, 'The run was deleted')
  } catch (err) {
    if (socket.readyState !== socket.OPEN) return
    log.error({ err }, 'a socket failed')
    socket.close(1011, 'BuildSpy failed; its log says why')
  }
}

/** Sends messages and waits until the system has taken the last. @throws if the socket closes before */
function send(socket: WebSocket, ...messages: (string | Buffer)[]): Promise<void> {
  const last = messages.pop()!
  for (const message of messages) socket.send(message, { binary: false })
  return new Promise((resolve, reject) => {
    socket.send(last, { binary: false }, (error) => (error ? reject(error) : resolve()))
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
