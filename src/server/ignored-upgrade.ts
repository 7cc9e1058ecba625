import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { Socket } from 'node:net'
import type { Answer } from './answer.ts'

/** Whether a client wants a WebSocket. */
export const isWebSocket = ({ headers }: IncomingMessage): boolean =>
  headers.upgrade?.trim().toLowerCase() === 'websocket'

/** The latest response of each connection. */
const lastAnswers = new WeakMap<Duplex, Answer>()

/** Remembers a response, so that the next request on its connection can wait for it. */
export const noteAnswer = (request: IncomingMessage, response: Answer): void =>
  void lastAnswers.set(request.socket, response)

/**
 * Serves a request whose `Upgrade` we do not know as if it had none (RFC 9110 7.8): Java's HttpClient asks for h2c in each first
 * request. Node hands over any upgrade if it hands over one, together with the connection and the bytes behind the head. So
 * the request is put back before them without that header, and the connection is given to the server as a new one
 * (https://nodejs.org/api/http.html#event-connection).
 */
export function serveWithoutUpgrade(
  server: Server,
  request: IncomingMessage,
  connection: Duplex,
  behind: Buffer,
): void {
  const giveBack = () => {
    connection.off('error', ignore)
    if (connection.destroyed) return
    // The pause after an answer before this one was timed.
    if (connection instanceof Socket) connection.setTimeout(0)
    connection.unshift(Buffer.concat([headOf(request), behind]))
    server.emit('connection', connection)
  }
  connection.on('error', ignore)
  const before = lastAnswers.get(connection)
  if (!before || before.closed) giveBack()
  else before.once('close', giveBack)
}

/** The head as it came, byte by byte, but for `Upgrade`. */
function headOf({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  let head = `${method} ${url} HTTP/${httpVersion}\r\n`
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.toLowerCase() !== 'upgrade') head += `${rawHeaders[i]}: ${rawHeaders[i + 1]}\r\n`
  return Buffer.from(`${head}\r\n`, 'latin1')
}

/** A client that disconnected during an earlier response is no error of ours. */
const ignore = (): void => {}
