import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket, type RawData } from 'ws'
import { testDaemon } from '../support/daemon.ts'
import { slowness } from '../support/slowness.ts'
import { aRun } from '../support/submissions.ts'

const nest = (depth: number) =>
  `{ runs { nodes { events { nodes ${'{ process { events { nodes '.repeat(depth)}{ id }${' } } }'.repeat(depth)} } } } }`
const OVER: [string, string, RegExp][] = [
  ['deep', nest(3), /levels deep|costs/],
  [
    'aliased',
    `{ ${Array.from({ length: 16 }, (_, i) => `a${i}: stats { totalRuns }`).join(' ')} }`,
    /alias/i,
  ],
  ['long', `{ ${'__typename '.repeat(1001)} }`, /token/i],
  ['costly', '{ runs(first: 500) { nodes { events(first: 500) { nodes { id } } } } }', /costs/],
  ['of a page too long', '{ runs(first: 501) { nodes { id } } }', /500/],
]
const WITHIN = '{ runs(first: 50) { nodes { events(first: 50) { nodes { id } } } } }'

/** A socket that has been acknowledged, and its messages. */
async function connected(url: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  onTestFinished(() => socket.terminate())
  const messages: { id?: string; type: string; payload?: { message: string }[] }[] = []
  socket.on('message', (data: RawData) => messages.push(JSON.parse(String(data))))
  await once(socket, 'open')
  const send = (message: object) => socket.send(JSON.stringify(message))
  send({ type: 'connection_init' })
  await expect.poll(() => messages.shift()?.type).toBe('connection_ack')
  return { socket, send, messages }
}

describe('an operation over a limit', () => {
  test.each(OVER)('is refused by HTTP: %s', async (_, query, error) => {
    const daemon = await testDaemon()
    const { data, errors } = await daemon.graph(query)
    expect(data ?? null).toBeNull()
    expect(errors![0]!.message).toMatch(error)
    expect((await daemon.graph(WITHIN)).errors).toBeUndefined()
  })

  test.each(OVER)('is refused over a socket: %s', async (_, query, error) => {
    const { send, messages } = await connected((await testDaemon()).url)
    send({ id: '1', type: 'subscribe', payload: { query } })
    await expect.poll(() => messages.length).toBeGreaterThan(0)
    const { type, payload } = messages[0]! as { type: string; payload: unknown }
    const text = JSON.stringify(payload)
    expect([type, text]).toEqual([expect.stringMatching(/^(error|next)$/), expect.stringMatching(error)])
    expect(text).not.toContain('"nodes":[')
  })

  test.each([
    [
      `{ runsChanged { runs ${'{ events { nodes { run '.repeat(3)}{ id }${' } } }'.repeat(3)} } }`,
      /levels deep/,
    ],
    ['{ runsChanged { runs { events(first: 500) { nodes { id } } } } }', /costs/],
  ])('is refused as a subscription, at once: %s', async (query, error) => {
    const { send, messages } = await connected((await testDaemon()).url)
    send({ id: '1', type: 'subscribe', payload: { query: `subscription ${query}` } })
    await expect
      .poll(() => messages[0])
      .toMatchObject({ payload: { errors: [{ message: expect.stringMatching(error) }] } })
  })

  test('what is wrong with one operation ends that one alone', async () => {
    const { socket, send, messages } = await connected((await testDaemon()).url)
    const query = 'subscription ($id: UUID!) { runEvents(runId: $id) { seq } }'
    send({ id: '1', type: 'subscribe', payload: { query, variables: { id: 'no-uuid' } } })
    await expect.poll(() => JSON.stringify(messages)).toMatch(/must be a UUID/)
    send({ id: '2', type: 'subscribe', payload: { query, variables: { id: randomUUID() } } })
    await expect.poll(() => JSON.stringify(messages)).toMatch(/NOT_FOUND/)
    expect(socket.readyState).toBe(WebSocket.OPEN)
  })

  test('is refused quickly, whatever its fragments stand for', async () => {
    const daemon = await testDaemon()
    const fragments = Array.from(
      { length: 40 },
      (_, i) => `fragment f${i} on Process { parent { ...f${i + 1} } children { ...f${i + 1} } }`,
    )
    const query = `{ runs { nodes { processes { nodes { ...f0 } } } } } ${fragments.join(' ')} fragment f40 on Process { pid }`
    const began = performance.now()
    expect((await daemon.graph(query)).errors![0]!.message).toMatch(/more than 2000 fields/)
    expect(performance.now() - began).toBeLessThan(2000 * slowness())
  })

  test('a body over 1 MiB is 413', async () => {
    const daemon = await testDaemon()
    const query = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(1024 * 1024) } })
    expect((await daemon.post('/graphql', query)).status).toBe(413)
  })
})

describe('a socket of the graph', () => {
  const watch = { query: 'subscription { runsChanged { deleted } }' }

  test('carries 50 operations, not 51; one that ends makes room', async () => {
    const { send, messages } = await connected((await testDaemon()).url)
    for (let id = 1; id <= 51; id++) send({ id: String(id), type: 'subscribe', payload: watch })
    await expect.poll(() => messages.map(({ id, type }) => [id, type])).toEqual([['51', 'error']])
    send({ id: '1', type: 'complete' })
    send({ id: '52', type: 'subscribe', payload: { query: '{ __typename }' } })
    await expect.poll(() => messages.at(-1)).toMatchObject({ id: '52', type: 'complete' })
  })

  test('is closed where it says nothing for 3 s, says it twice, or speaks another protocol', async () => {
    const { url } = await testDaemon()
    const open = (protocol?: string) => new WebSocket(`${url.replace('http', 'ws')}/graphql`, protocol)
    const closed = async (socket: WebSocket) => (await once(socket, 'close'))[0] as number
    const [silent, other] = [closed(open('graphql-transport-ws')), closed(open())]
    const { socket, send } = await connected(url)
    const twice = closed(socket)
    send({ type: 'connection_init' })
    const codes = await Promise.all([silent, other, twice])
    expect(codes).toEqual([4408, 4406, 4429])
  })

  test('takes no frame over 64 KiB, and no operation before the connection is there', async () => {
    const { url } = await testDaemon()
    const { socket } = await connected(url)
    socket.send('x'.repeat(64 * 1024 + 1))
    expect((await once(socket, 'close'))[0]).toBe(1009)
    const early = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(early, 'open')
    early.send(JSON.stringify({ id: '1', type: 'subscribe', payload: watch }))
    expect((await once(early, 'close'))[0]).toBe(4401)
  })
})

describe('a request by hand', () => {
  /** What comes back for some bytes, until the daemon closes or `until` is there. */
  async function raw(url: string, text: string, until: RegExp): Promise<string> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    onTestFinished(() => void socket.destroy())
    let answer = ''
    socket.on('data', (chunk) => (answer += chunk))
    socket.write(text)
    await expect.poll(() => answer).toMatch(until)
    return answer
  }

  test('with Expect: 100-continue is told to go on', async () => {
    const { url } = await testDaemon()
    const body = JSON.stringify(aRun())
    const head = `POST /api/live/submit HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\n\r\n`
    expect(await raw(url, head, /100 Continue/)).not.toContain('200 OK')
    expect(await raw(url, head + body, /"status":"success"/)).toContain('200 OK')
  })

  test('with a chunked body over the limit is 413', async () => {
    const { url } = await testDaemon()
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`
    const head = 'POST /api/live/submit HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n'
    expect(await raw(url, head + chunk.repeat(5), /\r\n\r\n.*}$/s)).toMatch(
      /^HTTP\/1.1 413 .*The body is larger than 262144 bytes/s,
    )
  })

  test.each([
    ['GET // HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 404 .*"error"/s],
    ['GET //evil.example/?token=x HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 404 .*"error"/s],
    ['GET http://[ HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1.1 40\d .*"error"/s],
    ['GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 .*"The Host header is missing or malformed"/s],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1.1 431 .*"error"/s],
    ['nonsense\r\n\r\n', /^HTTP\/1.1 400 .*"The request cannot be read/s],
  ])('%j', async (text, answer) => {
    const { url } = await testDaemon()
    await raw(url, text, answer)
  })
})
