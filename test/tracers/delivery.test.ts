import { expect, test } from 'vitest'
import { slowness } from '../support/slowness.ts'
import { BUILDSPY, execute, record } from './support/record.ts'

/** The discard port: nothing listens there. */
const NOWHERE = 'http://127.0.0.1:9'

test('a daemon that is away: one line says so, and the build is summarised all the same', async () => {
  const args = [BUILDSPY, 'run', '--url', NOWHERE, '--', 'sh', '-c', 'true; exit 5']
  const { exitCode, stderr } = await (await execute(process.execPath, args)).done
  expect(exitCode).toBe(5)
  expect(stderr.match(/not stored/g)).toHaveLength(1)
  expect(stderr).toMatch(/process(es)? in /)
  expect(stderr).not.toContain('/runs/')
})

test('a daemon that fails at first gets everything in the end, in order', async () => {
  let failures = 2
  const { exitCode, processes, runs, stderr } = await record(
    ['sh', '-c', 'for i in 1 2 3; do /bin/true; done; sleep 1.5'],
    {
      answer: (request, response) => {
        if (failures-- <= 0) return false
        if (failures === 1) response.writeHead(503).end('{"error":"busy"}')
        else request.socket.destroy()
        return true
      },
    },
  )
  expect(exitCode).toBe(0)
  expect(processes).toHaveLength(5)
  expect(runs.map(({ status }) => status)).toEqual(['running', 'completed'])
  expect(stderr.match(/not stored/g)).toHaveLength(1)
})

test('a daemon that never answers delays the exit by a few seconds at most', async () => {
  const began = performance.now()
  const { exitCode, stderr } = await record(['sh', '-c', 'exit 6'], { answer: () => true })
  expect(exitCode).toBe(6)
  expect(stderr).toMatch(/no answer in time/)
  expect(performance.now() - began).toBeLessThan(3000 + 5000 * slowness())
})

test('lines that the daemon refuses are counted, the others stored', async () => {
  const { exitCode, stderr } = await record(['sh', '-c', 'true'], {
    options: ['--json'],
    answer: (_request, response, lines) => {
      const rejected = [{ line: 0, error: 'no such run' }]
      response.end(JSON.stringify({ status: 'success', accepted: lines.length - 1, rejected }))
      return true
    },
  })
  expect(exitCode).toBe(0)
  const [notice, summary] = stderr.trim().split('\n')
  expect(notice).toContain('no such run')
  expect(JSON.parse(summary!)).toMatchObject({
    processes: 1,
    exit_code: 0,
    lost: expect.any(Number),
    tracer: 'ptrace',
  })
  expect(JSON.parse(summary!).lost).toBeGreaterThan(0)
})

test('a batch that is too large is sent in halves', async () => {
  const { processes, requests } = await record(['sh', '-c', 'for i in 1 2 3 4 5 6 7 8; do /bin/true; done'], {
    answer: (_request, response, lines) => {
      if (lines.length <= 4) return false
      response.writeHead(413).end('{"error":"too large"}')
      return true
    },
  })
  expect(processes).toHaveLength(9)
  expect(Math.max(...requests)).toBeLessThanOrEqual(4)
})

test('processes are at the daemon within a second while the build runs', async () => {
  const { processes } = await record(['sh', '-c', '/bin/true; read line'], {
    stdio: ['pipe', 'pipe', 'pipe'],
    running: (child, submissions) => {
      child.stdin!.on('error', () => {})
      const timer = setInterval(() => {
        // Two processes, and the end of the short one: only then does the build get its input.
        if (submissions.length >= 4) {
          clearInterval(timer)
          child.stdin!.end('go\n')
        }
      }, 10)
    },
  })
  expect(processes).toHaveLength(2)
})

test('wrong usage is one line with a hint, and exit code 2', async () => {
  const usage = async (...args: string[]) => (await execute(process.execPath, [BUILDSPY, ...args])).done
  for (const args of [
    ['run'],
    ['run', '--tracer', 'x', '--', 'true'],
    ['run', '--url', 'http://', '--', 'true'],
    ['rnu'],
  ]) {
    const { exitCode, stdout, stderr } = await usage(...args)
    expect(exitCode, args.join(' ')).toBe(2)
    expect(stdout.toString()).toBe('')
    expect(stderr).toMatch(/^error: .+\n(\(.+\)\n)?Try 'buildspy.*--help'\.\n$/)
  }
  expect(await usage('--version')).toMatchObject({ exitCode: 0, stderr: '' })
  expect((await usage('run', '--help')).stdout.toString()).toContain('buildspy run -- make -j8')
})
