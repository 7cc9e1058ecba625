import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A request as it goes over the wire, made before the clock starts. */
export function requestOf(path: string, type: string, body: string): Buffer {
  const head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: ${type}\r\n`
  return Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}

/**
 * A keep-alive connection that sends one request at a time. It reads no more of an answer than its status and its
 * length: a client library would take more of the processor than the server it is to load.
 */
export class Connection {
  #answer: ((text: string) => void) | undefined
  #received = ''

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('latin1').setNoDelay(true)
    socket.on('data', (text: string) => {
      this.#received += text
      const end = this.#received.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = /content-length: (\d+)/i.exec(this.#received)
      if (!length) throw new Error(`an answer without its length: ${this.#received}`)
      if (this.#received.length < end + 4 + Number(length[1])) return
      const whole = this.#received
      this.#received = ''
      this.#answer!(whole)
    })
  }

  static async open(url: string): Promise<Connection> {
    const { hostname, port } = new URL(url)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new Connection(socket)
  }

  /** @throws unless the answer is 200 */
  async send(request: Buffer): Promise<void> {
    const answered = new Promise<string>((resolve) => (this.#answer = resolve))
    this.socket.write(request)
    const answer = await answered
    if (!answer.startsWith('HTTP/1.1 200')) throw new Error(answer)
  }

  close(): void {
    this.socket.destroy()
  }
}

/**
 * Sends requests over several connections at once, each connection the next of them as soon as it is answered.
 * @returns seconds from the first to the last answer, connecting not counted
 */
export async function sendAll(
  url: string,
  requests: readonly Buffer[],
  connections: number,
): Promise<number> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(url)))
  let next = 0
  const work = async (connection: Connection) => {
    while (next < requests.length) await connection.send(requests[next++]!)
  }
  const began = performance.now()
  await Promise.all(open.map(work))
  const seconds = (performance.now() - began) / 1000
  for (const connection of open) connection.close()
  return seconds
}
