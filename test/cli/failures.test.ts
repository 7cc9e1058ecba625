import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { ndjson } from '../support/submissions.ts'
import { BUILDSPY, execute } from '../tracers/support/record.ts'
import { aBuild } from './support/builds.ts'
import { buildspy } from './support/buildspy.ts'

// Each test starts Node many times.
vi.setConfig({ testTimeout: 120_000 })

async function listening(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const http = (listener: RequestListener) => listening(createHttpServer(listener))
const tcp = (listener: (socket: Socket) => void) =>
  listening(createServer((socket) => listener(socket.on('error', () => {}))))

/** No stack, and no second line. */
const SENTENCE = /^buildspy: (?!.*Error:)[^\n]+\n$/

const COMMANDS = [
  ['ls'],
  ['show', 'last', '--json'],
  ['compare', 'last', 'last'],
  ['export', 'last'],
  ['open', '--print'],
  ['ls', '--help'],
  ['help', 'run'],
  ['completion', 'zsh'],
] as const

test('a disk that is full under stdout is one sentence', async () => {
  const { url, submit } = await testDaemon()
  await submit(...aBuild().lines)
  const env = { ...process.env, BUILDSPY_URL: url }
  for (const args of COMMANDS) {
    const script = `'${process.execPath}' '${BUILDSPY}' ${args.join(' ')} > /dev/full`
    const result = await (await execute('sh', ['-c', script], { env })).done
    expect([args, result]).toEqual([
      args,
      expect.objectContaining({
        exitCode: 1,
        stderr: 'buildspy: stdout cannot be written: no space left on device\n',
      }),
    ])
  }
  const silent = `'${process.execPath}' '${BUILDSPY}' show nothing 2> /dev/full`
  expect((await (await execute('sh', ['-c', silent], { env })).done).exitCode).toBe(2)
})

test('a reader that leaves early is no failure', async () => {
  const { url, submit } = await testDaemon()
  await submit(...aBuild().lines)
  const env = { ...process.env, BUILDSPY_URL: url }
  for (const args of COMMANDS) {
    const call = `'${process.execPath}' '${BUILDSPY}' ${args.join(' ')}`
    const left = await (await execute('bash', ['-c', `${call} | true; exit \${PIPESTATUS[0]}`], { env })).done
    expect([args, left]).toEqual([args, expect.objectContaining({ exitCode: 0, stderr: '' })])
  }
})

test('files that cannot be read or written', async () => {
  const { url, submit } = await testDaemon()
  const directory = await temporaryDirectory()
  await submit(...aBuild().lines)
  for (const [args, reason] of [
    [['import', directory], 'it is a directory'],
    [['import', join(directory, 'none')], 'no such file or directory'],
    [['import', '/dev/null'], 'contains no record'],
    [['import', '/dev/zero'], 'is not a record: line 1 has more than 1 MiB'],
    [['export', 'last', '-o', directory], 'it is a directory'],
    [['export', 'last', '-o', join(directory, 'none', 'x')], 'no such file or directory'],
    [['export', 'last', '-o', '/dev/full'], 'no space left on device'],
    [['export', 'last', '-f', 'csv', '-o', '/dev/full'], 'no space left on device'],
  ] as const) {
    const result = await buildspy(url, args)
    expect([args, result]).toEqual([args, expect.objectContaining({ exitCode: 1, stdout: '' })])
    expect(result.stderr).toMatch(SENTENCE)
    expect(result.stderr).toContain(reason)
  }
})

test('a port of another program', async () => {
  const html: RequestListener = (_, response) => void response.end('<html>')
  for (const [url, said] of [
    [await http(html), 'is not a BuildSpy daemon (HTTP status 200)'],
    [
      await http((_, response) => void response.writeHead(501).end('no')),
      'is not a BuildSpy daemon (HTTP status 501)',
    ],
    [
      await http((_, response) => void response.writeHead(404).end('{"message":"?"}')),
      'is not a BuildSpy daemon',
    ],
    [await http((_, response) => void response.end('{"ok":true}')), 'is not a BuildSpy daemon'],
    [await http((_, response) => void response.end('null')), 'is not a BuildSpy daemon'],
    [
      await http(
        (_, response) => void response.writeHead(302, { location: 'https://elsewhere.example/' }).end(),
      ),
      'It redirects to https://elsewhere.example/',
    ],
    [
      await http((_, response) => {
        response.writeHead(200, { 'content-length': 1000 })
        response.write('{"data":', () => response.destroy())
      }),
      'was cut off',
    ],
    [await tcp((socket) => void socket.end('SSH-2.0-x\r\n')), 'does not respond like a BuildSpy daemon'],
    [await tcp((socket) => void socket.once('data', () => socket.end())), 'Should it be https://127.0.0.1:'],
    [await tcp((socket) => void socket.once('data', () => socket.resetAndDestroy())), 'does not respond'],
    [(await http(html)).replace('http:', 'https:'), 'does not speak TLS. Should it be http://127.0.0.1:'],
  ] as const) {
    for (const args of [['ls'], ['import', '-']]) {
      const { exitCode, stdout, stderr } = await buildspy(url, args, ndjson(aBuild().lines))
      expect([args, exitCode, stdout, stderr]).toEqual([args, 4, '', expect.stringMatching(SENTENCE)])
      expect(stderr).toContain(said)
    }
  }
})

test('a token and a password are in no message', async () => {
  const { url } = await testDaemon(undefined, { tokens: ['a-secret-token'] })
  for (const args of [
    ['ls', '--token', 'hush hush'],
    ['ls', '--token', 'hush\nhush'],
    ['ls', '--token', 'hush-wrong'],
    ['ls', '--url', 'http://user:hush@127.0.0.1:1'],
    ['ls', '--help', '--token', 'hush'],
  ]) {
    const { exitCode, stdout, stderr } = await buildspy(url, args)
    expect([args, exitCode]).not.toEqual([args, args.includes('--help') ? 1 : 0])
    expect(stdout + stderr).not.toContain('hush')
  }
  const env = { BUILDSPY_URL: 'http://user:hush@127.0.0.1:1', BUILDSPY_TOKEN: 'hush hush' }
  expect((await buildspy('', ['ls', '--help'], undefined, { env })).stdout).not.toContain('hush')
  expect(await buildspy('', ['ls'], undefined, { env })).toMatchObject({
    exitCode: 2,
    stderr: expect.not.stringContaining('hush'),
  })
})
