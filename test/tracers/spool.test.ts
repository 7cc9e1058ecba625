import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { spoolDirectory, takeSpoolFile, waitingName } from '../../src/spool/spool.ts'
import { clientOf, temporaryDirectory, testDaemon } from '../support/daemon.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'
import { fold } from './support/fold.ts'
import { BUILDSPY, execute, record } from './support/record.ts'

const BUILDSPYD = fileURLToPath(new URL('../../dist/buildspyd.js', import.meta.url))

/** The discard port: nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9'

/** Waits for its input before each half of its work, and tells which it has begun. */
const HALVES = 'echo one; read go; /bin/true; echo two; read go; /bin/false; exit 7'

/** A daemon as a process of its own, to be killed. @param port 0 lets the system choose */
async function startDaemonProcess(data: string, port = 0) {
  const child = spawn(process.execPath, [BUILDSPYD, '--port', String(port), '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  const url = line.replace(/^.* at /, '').replace('localhost', '127.0.0.1')
  return {
    url,
    port: Number(new URL(url).port),
    async kill(): Promise<void> {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const runOf = (data: string, url: string, ...command: string[]): string[] =>
  [BUILDSPY, 'run', '--json', '--data', data, '--url', url, '--'].concat(command)

const said = (child: ChildProcess, word: string) =>
  new Promise<void>((resolve) => child.stdout!.on('data', (part) => String(part).includes(word) && resolve()))

const spooled = (data: string): string[] => {
  const directory = spoolDirectory(data)
  return readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
}

test('a daemon killed with -9 in the middle of a build and restarted: the record is complete, the build unharmed', async () => {
  const data = await temporaryDirectory()
  const first = await startDaemonProcess(data)
  const { child, done } = await execute(process.execPath, runOf(data, first.url, 'sh', '-c', HALVES), {
    running: () => {},
  })
  await said(child, 'one')
  const client = clientOf(first.url)
  await vi.waitFor(async () => expect((await client.get('/api/live')).body).toHaveLength(1), 5000)
  await first.kill()
  child.stdin!.write('go\n')
  await said(child, 'two')
  await vi.waitFor(() => expect(spooled(data).join()).toContain('/bin/true'), 10_000)
  const second = await startDaemonProcess(data, first.port)
  child.stdin!.end('go\n')
  const { exitCode, stderr } = await done
  expect(exitCode).toBe(7)
  const summary = JSON.parse(stderr.trim().split('\n').at(-1)!) as { run: string; spooled: number }
  expect(summary).toMatchObject({ lost: 0, processes: 3 })
  // A daemon that has just started may be slower than a build likes to wait: the next one brings what it left.
  while (readdirSync(spoolDirectory(data)).length > 0)
    await (
      await execute(process.execPath, runOf(data, second.url, 'true'))
    ).done

  const { get } = clientOf(second.url)
  const { body: run } = await get(`/api/runs/${summary.run}`)
  expect(run).toMatchObject({ status: 'failed', exit_code: 7, process_count: 3 })
  const { body: processes } = await get(`/api/runs/${summary.run}/processes`)
  expect(processes.map(({ name, status }: Record<string, string>) => [name, status])).toEqual([
    ['sh', 'completed'],
    ['true', 'completed'],
    ['false', 'completed'],
  ])
  const { body: events } = await get(`/api/runs/${summary.run}/events`)
  const types = events.map(({ type }: { type: string }) => type) as string[]
  for (const type of ['process_start', 'process_end'])
    expect(types.filter((other) => other === type)).toHaveLength(3)
  expect(types.filter((type) => type === 'build_complete')).toHaveLength(1)
  expect(readdirSync(spoolDirectory(data))).toEqual([])
})

test('a daemon that is away all the time takes the record in at its next start', async () => {
  const data = await temporaryDirectory()
  const { exitCode, stderr } = await (
    await execute(process.execPath, runOf(data, NOWHERE, 'sh', '-c', '/bin/true; exit 3'))
  ).done
  expect(exitCode).toBe(3)
  const summary = JSON.parse(stderr.trim().split('\n').at(-1)!)
  expect(summary).toMatchObject({ spooled: 7, lost: 0, url: null })
  const { get } = await testDaemon(data)
  await vi.waitFor(() => expect(readdirSync(spoolDirectory(data))).toEqual([]), 5000)
  expect((await get(`/api/runs/${summary.run}`)).body).toMatchObject({ status: 'failed', exit_code: 3 })
  expect((await get(`/api/runs/${summary.run}/processes`)).body).toHaveLength(2)
})

test('the next build delivers what an earlier one left', async () => {
  const data = await temporaryDirectory()
  await (
    await execute(process.execPath, runOf(data, NOWHERE, 'true'))
  ).done
  const { runs } = await record(['sh', '-c', 'exit 4'], { options: ['--data', data] })
  expect(runs.map(({ command, status }) => `${command} ${status}`)).toEqual([
    'sh running',
    'sh failed',
    'true running',
    'true completed',
  ])
  expect(readdirSync(spoolDirectory(data))).toEqual([])
})

test('a build killed with -9 leaves a file that says what it saw', async () => {
  const data = await temporaryDirectory()
  const args = runOf(data, NOWHERE, 'sh', '-c', 'echo $$; sleep 60')
  const { child, done } = await execute(process.execPath, args)
  const [pid] = (await once(child.stdout!, 'data')) as [Buffer]
  onTestFinished(() => void process.kill(Number(pid), 'SIGKILL'))
  await vi.waitFor(() => expect(spooled(data).join()).toContain('"name":"sleep"'), 10_000)
  child.kill('SIGKILL')
  // Its build goes on, and holds the pipes.
  child.stdout!.destroy()
  child.stderr!.destroy()
  await done
  const file = takeSpoolFile(spoolDirectory(data))!
  const lines = [...file.batches()].flat().map((line) => JSON.parse(line))
  expect(fold(lines).processes.map(({ latest }) => latest.name)).toEqual(['sh', 'sleep'])
})

test('a last line cut short is passed over, whole lines before it are stored', async () => {
  const data = await temporaryDirectory()
  const directory = spoolDirectory(data)
  mkdirSync(directory, { recursive: true })
  const run = aRun()
  const lines = ndjson([run, anEvent(run.data.id), anEvent(run.data.id, 'process_end')])
  const file = join(directory, waitingName(run.data.id))
  writeFileSync(file, `${lines}{"type":"build_event","data":{"id":`)
  const { get } = await testDaemon(data)
  await vi.waitFor(() => expect(readdirSync(directory)).toEqual([]), 5000)
  expect((await get(`/api/runs/${run.data.id}/events`)).body).toHaveLength(2)
})

test('a file has one taker, and waits again once that one is dead', async () => {
  const data = await temporaryDirectory()
  const directory = spoolDirectory(data)
  mkdirSync(directory, { recursive: true })
  const run = aRun()
  writeFileSync(join(directory, waitingName(run.data.id)), ndjson([run]))
  const taken = takeSpoolFile(directory)!
  expect(takeSpoolFile(directory)).toBeUndefined()
  taken.release()
  const dead = spawn('true')
  await once(dead, 'exit')
  const again = takeSpoolFile(directory)!
  again.release()
  writeFileSync(join(directory, `${run.data.id}.${dead.pid}.open`), ndjson([run]))
  expect([...takeSpoolFile(directory)!.batches()].flat()).toHaveLength(1)
})

test('a daemon with a token: what was refused for want of it is delivered with it', async () => {
  const data = await temporaryDirectory()
  const guarded = await testDaemon(undefined, { tokens: ['a-secret-token'] })
  const env = { ...process.env, BUILDSPY_TOKEN: '' }
  const run = (token: string[]) =>
    execute(
      process.execPath,
      [BUILDSPY, 'run', '--json', '--data', data, '--url', guarded.url, ...token, '--', 'true'],
      {
        env,
      },
    )
  const refused = await (await run([])).done
  expect(refused.stderr).toContain('not stored')
  expect(refused.stderr).toContain('token')
  const { stderr } = await (await run(['--token', 'a-secret-token'])).done
  expect(JSON.parse(stderr)).toMatchObject({ spooled: 0, lost: 0 })
  const response = await fetch(`${guarded.url}/api/runs`, {
    headers: { authorization: 'Bearer a-secret-token' },
  })
  expect(await response.json()).toHaveLength(2)
})
