import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryDirectory } from '../support/daemon.ts'
import { record } from './support/record.ts'

/** Connects, and ends when the server hangs up. */
const CLIENT =
  'import socket, sys; s = socket.socket(socket.AF_UNIX if "/" in sys.argv[1] else socket.AF_INET)'
const connectTo = (address: string): string[] => [
  'python3',
  '-c',
  `${CLIENT}; s.connect(sys.argv[1] if "/" in sys.argv[1] else ("127.0.0.1", int(sys.argv[1]))); s.recv(1)`,
  address,
]

/** A server in this process, which is outside of the build. */
async function startServer(address: string | number) {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket))
  server.listen(address)
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { server, hangUp: () => sockets.forEach((socket) => socket.destroy()) }
}

/** Records a command whose connections are hung up once it was sampled, and thereby looked at. */
function recordUntilSampled(command: readonly string[], hangUp: () => void) {
  return record(command, {
    running: (_child, submissions) => {
      const timer = setInterval(() => {
        // Samples of the first second load the C library, those of the next use it.
        const samples = submissions.filter((submission) => isSample(submission))
        if (samples.length >= 2) hangUp()
      }, 10)
      onTestFinished(() => clearInterval(timer))
    },
  })
}

const isSample = (submission: unknown): boolean => JSON.stringify(submission).includes('"read_bytes"')

test('a connection to a socket of somebody outside of the build is told, with who holds it', async () => {
  const path = join(await temporaryDirectory(), 'server.sock')
  const { hangUp } = await startServer(path)
  const { exitCode, run } = await recordUntilSampled(connectTo(path), hangUp)
  expect(exitCode).toBe(0)
  expect(run.capture!.blind_spots).toEqual([
    expect.stringMatching(
      new RegExp(`^python3 was connected to .+ \\(${process.pid}\\) at ${path}, outside of the build`),
    ),
  ])
})

test('a server that is known by its socket goes by its name', async () => {
  const path = join(await temporaryDirectory(), 'docker.sock')
  const { hangUp } = await startServer(path)
  const { run } = await recordUntilSampled(connectTo(path), hangUp)
  expect(run.capture!.blind_spots).toEqual([
    'python3 hands work to dockerd or BuildKit; what ran there was not recorded.',
  ])
})

test('a connection by TCP as well', async () => {
  const { server, hangUp } = await startServer(0)
  const { port } = server.address() as AddressInfo
  const { run } = await recordUntilSampled(connectTo(String(port)), hangUp)
  expect(run.capture!.blind_spots.join()).toMatch(
    new RegExp(`^python3 was connected to .+ at 127\\.0\\.0\\.1:${port}, outside`),
  )
})

test('a server that belongs to the build is no blind spot', async () => {
  const path = join(await temporaryDirectory(), 'server.sock')
  const serve = `import os, socket, time
s = socket.socket(socket.AF_UNIX); s.bind("${path}"); s.listen(); c = s.accept()[0]; time.sleep(2.5)`
  const script = `python3 -c '${serve}' & until [ -S ${path} ]; do :; done; "$@"; wait`
  const { exitCode, run, events } = await record(['sh', '-c', script, 'sh', ...connectTo(path)])
  expect(exitCode).toBe(0)
  expect(events.filter(isSample).length).toBeGreaterThan(2)
  expect(run.capture!.blind_spots).toEqual([])
})
