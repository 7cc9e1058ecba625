import { connect } from 'node:net'
import fc from 'fast-check'

const METHODS = ['GET', 'POST', 'DELETE', 'HEAD', 'PUT', 'OPTIONS', 'CONNECT', 'TRACE', 'get', 'G\u00e9T', '']
const TARGETS = [
  '/',
  '//',
  '/api/runs',
  '/api/live/submit',
  '/graphql',
  '/ws/live',
  '/ws/runs/%zz',
  '*',
  'http://[',
  'http://[::1]/api/runs',
  'http://evil/',
  '//evil/?token=x',
  '/%',
  '/api/runs/%E0%A4%A',
  '/?token=%E0',
  `/${'a'.repeat(9000)}`,
  '/api/runs?limit=%',
  '/../../etc/passwd',
  'localhost:80',
  '?',
  '/\\evil?token=a',
  '/api/delete',
]
const HOSTS = [
  'localhost',
  '127.0.0.1:80',
  '[::1]',
  '',
  ' ',
  '[',
  'a:b:c',
  'localhost:99999999',
  'local host',
  'evil',
  'localhost\u0000',
  '\u00e9',
  'localhost, evil',
  'x'.repeat(300),
  undefined,
  'localhost@evil',
  '%6cocalhost',
]
const HEADERS = [
  'Expect: 100-continue',
  'Expect: 200-ok',
  'Content-Length: 5',
  'Content-Length: 99999999999999999999',
  'Content-Length: -1',
  'Content-Length: 5\r\nContent-Length: 6',
  'Content-Length: 300000',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: chunked\r\nContent-Length: 3',
  'Transfer-Encoding: gzip, chunked',
  'Content-Encoding: gzip',
  'Content-Type: application/json',
  'Content-Type: application/x-ndjson',
  'Content-Type: application/json; charset=utf-16',
  'Content-Type: ;;;',
  'Origin: null',
  'Origin: http://localhost',
  'Origin: http://[',
  'Authorization: Bearer ',
  'Authorization: \u00ff\u00fe',
  'Cookie: buildspy_token=%E0%A4%A; =; ;;',
  `X-Long: ${'y'.repeat(20_000)}`,
  `${'A: b\r\n'.repeat(3000)}A: b`,
  'Bad Header: 1',
  ': empty',
  'No-Colon',
  'Upgrade: websocket\r\nConnection: Upgrade',
  'Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABk',
  'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Key: short',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Version: 99',
  'Sec-WebSocket-Protocol: graphql-transport-ws',
  'Sec-WebSocket-Protocol: ,,',
  'Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=99',
  'Accept: text/event-stream',
  'Accept: */*;q=x',
  'Range: bytes=0-1,5-',
  'If-None-Match: *',
  'Accept-Encoding: \u0000',
]
const BODIES = [
  '',
  '{}',
  '{"a"',
  '\xff\xfe\x00',
  '5\r\nhello\r\n0\r\n\r\n',
  'zz\r\nhello',
  'ffffffffffffffff\r\nx',
  '0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
  `${'x'.repeat(300_000)}`,
  '\x81\x85\x00\x00\x00\x00hello',
  '\x88\x80\x00\x00\x00\x00',
  '\x82\xff\x7f\xff\xff\xff\xff\xff\xff\xff',
  '\xc1\x00',
]

/** The bytes of a request, or of an upgrade and what follows it, right or not. */
export const requests: fc.Arbitrary<Buffer> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({
        method: fc.oneof(
          { weight: 3, arbitrary: fc.constantFrom('GET', 'POST') },
          { weight: 1, arbitrary: fc.constantFrom(...METHODS) },
        ),
        target: fc.oneof(
          fc.constantFrom(...TARGETS),
          fc.string({ maxLength: 20 }).map((text) => `/${text}`),
        ),
        version: fc.oneof(
          { weight: 9, arbitrary: fc.constant('HTTP/1.1') },
          { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'X', '') },
        ),
        host: fc.oneof(
          { weight: 2, arbitrary: fc.constant('localhost') },
          { weight: 1, arbitrary: fc.constantFrom(...HOSTS) },
        ),
        headers: fc.array(fc.constantFrom(...HEADERS), { maxLength: 5 }),
        body: fc.constantFrom(...BODIES),
      })
      .map(({ method, target, version, host, headers, body }) => {
        const head = [
          `${method} ${target} ${version}`,
          ...(host === undefined ? [] : [`Host: ${host}`]),
          ...headers,
        ]
        return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1')
      }),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)) },
)

/** Sends bytes, ends its side, and gives the statuses of what came back. */
export const exchange = (port: number, bytes: Buffer): Promise<number[]> =>
  new Promise((resolve) => {
    let answer = ''
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    const done = () => {
      socket.destroy()
      resolve([...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)))
    }
    // What keeps its connection open has been answered, or streams for ever.
    const timer = setTimeout(done, 1500)
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
      if (/^HTTP\/1\.1 101|text\/event-stream/m.test(answer)) setTimeout(done, 20)
    })
    socket.on('error', () => {})
    socket.on('end', () => socket.end())
    socket.on('close', () => {
      clearTimeout(timer)
      done()
    })
    socket.end(bytes)
  })
