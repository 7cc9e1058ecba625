import { readdirSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { spoolDirectory } from '../../src/spool/spool.ts'
import { temporaryDirectory } from '../support/daemon.ts'
import { slowness } from '../support/slowness.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { BUILDSPY, execute, record } from '../tracers/support/record.ts'

const run = async (url: string, data: string, command: readonly string[]) => {
  const args = ['run', '--url', url, '--data', data, '--', ...command]
  return (await execute(BUILDSPY, args)).done
}

test('a daemon that is stopped holds a build for half a second at most, and has all of it once, later', async () => {
  const data = await temporaryDirectory()
  const { child, url, get } = await spawnDaemon('--data', await temporaryDirectory())
  child.kill('SIGSTOP')
  const held: number[] = []
  // The best of some: a busy machine is no failure.
  for (let round = 0; round < 3; round++) {
    const { stdout, stderr } = await run(url, data, ['sh', '-c', '/bin/true; sleep 0.15; exec date +%s%3N'])
    held.push(Date.now() - Number(stdout))
    expect(stderr).toMatch(/no answer in time/)
  }
  expect(Math.min(...held)).toBeLessThan(500 + 200 * slowness())
  child.kill('SIGCONT')
  do await run(url, data, ['true'])
  while (readdirSync(spoolDirectory(data)).length > 0)
  const { body: runs } = await get('/api/runs')
  const recorded = runs.filter(({ command }: { command: string }) => command === 'sh')
  expect(recorded).toHaveLength(3)
  for (const { id, status, process_count } of recorded) {
    expect([status, process_count]).toEqual(['completed', 3])
    const { body: events } = await get(`/api/runs/${id}/events`)
    expect(new Set(events.map((event: { id: string }) => event.id)).size).toBe(events.length)
  }
})

test.each([
  [
    401,
    '{"error":"A token is needed"}',
    /not stored .*yet: A token is needed \(HTTP status 401 Unauthorized\)/,
  ],
  [403, '<html>no', /not stored .*not a BuildSpy daemon: it returned HTTP status 403 Forbidden/],
  [
    501,
    '<html>Unsupported method',
    /not stored .*not a BuildSpy daemon: it returned HTTP status 501 Not Implemented/,
  ],
  [404, '{"error":"Not found"}', /not stored .*yet: Not found \(HTTP status 404 Not Found\)/],
  [200, '<html>Welcome', /not stored .*not a BuildSpy daemon: it returned HTTP status 200 OK/],
])('whoever refuses with %i is quoted, and the record is kept', async (status, body, said) => {
  const refuse = (response: ServerResponse): void => void response.writeHead(status).end(body)
  const server = createServer((request, response) => request.resume().on('end', () => refuse(response)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const data = await temporaryDirectory()
  const { exitCode, stderr } = await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, data, [
    'sh',
    '-c',
    'exit 3',
  ])
  expect(exitCode).toBe(3)
  expect(stderr).toMatch(said)
  expect(stderr).toMatch(/the server refused \d+ records, and they wait in the spool: /)
  expect(stderr).not.toMatch(/is down/)
  expect(readdirSync(spoolDirectory(data))).toHaveLength(1)
})

test('a build inside a recorded build says who traces it, runs, and is recorded by polling', async () => {
  const inner = [BUILDSPY, 'run', '--url', 'http://127.0.0.1:9', '--', 'sh', '-c', 'echo inner; exit 5']
  const { exitCode, stdout, stderr, named } = await record(inner)
  expect(exitCode).toBe(5)
  expect(stdout.toString()).toBe('inner\n')
  expect(stderr).toMatch(/ptrace was refused \(already traced by buildspy \(\d+\)\); polling instead/)
  expect(named('sh')).toHaveLength(1)
})
