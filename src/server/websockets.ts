import { STATUS_CODES, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import { headersOfStatus, shown } from '../errors.ts'
import type { Row } from '../rest/row.ts'
import type { Peer } from '../rest/stream.ts'
import { allows, atExpiry, isRefusal, type Client } from './access/client.ts'
import type { Guard } from './access/guard.ts'
import { isWebSocket, serveWithoutUpgrade } from './ignored-upgrade.ts'
import { RouteTable } from './route-table.ts'
import { parseTarget } from './access/target.ts'

/** Largest message a client may send, in bytes. */
const FRAME_LIMIT = 64 * 1024

/** Interval of pings, in milliseconds. */
const PING_EVERY = 12_000

/** Looks at a socket, one every `PING_EVERY`, at which nothing more had gone out: then it counts as too slow. */
const STALLED_LOOKS = 3

/** A WebSocket route. */
export interface SocketRoute extends Row {
  readonly method: 'WS'
  /**
   * @returns what takes the socket once it is open
   * @throws BuildSpyError why it is refused, before the handshake
   */
  accept(request: SocketRequest): Promise<(peer: Peer) => void>
}

export interface SocketRequest {
  readonly request: IncomingMessage
  readonly client: Client
  /** The segments for the path's `:name`s. */
  readonly params: Readonly<Record<string, string>>
}

/**
 * Serves WebSockets on an HTTP server: the guard's checks, then the route of the path.
 * @param ready rejects with why no socket is served now
 */
export function serveSockets(
  server: Server,
  guard: Guard,
  routes: readonly SocketRoute[],
  ready: () => Promise<unknown>,
  log: Logger,
  isFull: () => boolean,
  pingEvery = PING_EVERY,
) {
  const table = new RouteTable(routes)
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_LIMIT,
    handleProtocols: (offered) => (offered.has('graphql-transport-ws') ? 'graphql-transport-ws' : false),
  })

  const upgrade = async (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    const target = parseTarget(request.url!)
    if (!target) return refuse(stream, 400, 'The address is neither a path nor an HTTP URL')
    const match = table.find('WS', target.path)
    const client = guard.admit(request, target, match?.row)
    if (isRefusal(client)) return refuse(stream, client.status, client.error, client.retryAfter)
    if (isFull()) return refuse(stream, 503, 'Too many sockets and subscriptions are open. Try again later.')
    if (!match?.row) return refuse(stream, 404, `There is no WebSocket at ${target.path}`)
    const { row, params } = match
    if (!allows(client, row)) return refuse(stream, 403, `This needs a token with the scope ${row.access}`)
    await ready()
    const take = await row.accept({ request, client, params })
    sockets.handleUpgrade(request, stream, head, (socket) => {
      keepAlive(socket, pingEvery)
      const cancel = atExpiry(client, () => socket.close(1008, 'The token has expired'))
      socket.on('close', cancel)
      take({ socket, connection: stream })
    })
  }
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (!isWebSocket(request)) return serveWithoutUpgrade(server, request, stream, head)
    stream.on('error', () => stream.destroy())
    upgrade(request, stream, head).catch((err) => {
      const { status, message } = shown(err)
      if (status === 500) log.error({ err }, 'upgrade failed')
      refuse(stream, status, message)
    })
  })

  return {
    /** Open sockets now. */
    count: () => sockets.clients.size,
    /** Closes all sockets with 1001, and waits a moment for their replies. */
    async close(): Promise<void> {
      for (const socket of sockets.clients) socket.close(1001, 'The daemon is stopping')
      const closed = [...sockets.clients].map(
        (socket) => new Promise((resolve) => socket.once('close', resolve)),
      )
      const timer = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), 2000)
      await Promise.all(closed)
      clearTimeout(timer)
    },
  }
}

/**
 * Ends a connection whose peer did not answer a ping before the next one. A ping waits behind unsent data, so this also ends a
 * peer that reads too slowly. Such a peer gets the code 1013.
 */
function keepAlive(socket: WebSocket, every: number): void {
  let answered = true
  let waiting = 0
  let stalled = 0
  const timer = setInterval(() => {
    stalled = socket.bufferedAmount && socket.bufferedAmount >= waiting ? stalled + 1 : 0
    waiting = socket.bufferedAmount
    if (stalled >= STALLED_LOOKS) return socket.close(1013, 'Too slow; reconnect to resume')
    if (waiting) return
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, every)
  socket.on('pong', () => (answered = true))
  socket.on('close', () => clearInterval(timer))
  // For a frame that is too long or broken, ws closes the connection with the right code.
  socket.on('error', () => {})
}

/** Responds on a connection whose request Node has handed over, and closes it. */
export function refuse(stream: Duplex, status: number, error: string, retryAfter?: number): void {
  const body = JSON.stringify({ error })
  const headers = {
    ...headersOfStatus(status),
    ...(retryAfter !== undefined && { 'retry-after': retryAfter }),
  }
  const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  stream.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Type: application/json\r\n` +
      `${more.join('')}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
