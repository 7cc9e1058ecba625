import { connect } from 'node:net'

/** What came back for a request. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Sends bytes as they are, and reads until as many answers as asked for are there, or the daemon closes. For what no HTTP client
 * would send: odd targets, two Host headers, pipelines.
 */
export function exchangeRaw(url: string, bytes: string | Buffer, answers = 1): Promise<RawAnswer[]> {
  const { port } = new URL(url)
  const bodies = !String(bytes.slice(0, 5)).startsWith('HEAD ')
  return new Promise((resolve, reject) => {
    const socket = connect({ port: Number(port), host: '127.0.0.1' })
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (parse(text, bodies).length >= answers) socket.destroy()
    })
    socket.on('error', reject)
    socket.on('close', () => resolve(parse(text, bodies)))
    socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  })
}

/** The answers that are there whole, by their Content-Length or their chunks; those to HEAD have no bodies. */
function parse(text: string, bodies: boolean): RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let rest = text; ;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) return answers
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n')
    const headers = Object.fromEntries(
      lines.map((line) => [line.split(':', 1)[0]!.toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    )
    const after = rest.slice(end + 4)
    const sized = headers['transfer-encoding'] ? chunkedLength(after) : Number(headers['content-length'] ?? 0)
    const length = bodies ? sized : 0
    if (length === undefined || after.length < length) return answers
    answers.push({ status: Number(first.split(' ')[1]), headers, body: after.slice(0, length) })
    rest = after.slice(length)
  }
}

function chunkedLength(text: string): number | undefined {
  const end = text.indexOf('0\r\n\r\n')
  return end < 0 ? undefined : end + 5
}
