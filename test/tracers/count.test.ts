import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { compile } from './support/fixtures.ts'
import { record } from './support/record.ts'

const crowd = compile('crowd')
const spawn = compile('spawn')

const LOOP = 'i=0; while [ $i -lt 1000 ]; do /bin/true; i=$((i+1)); done'

test('a loop of 1,000 /bin/true is 1,001 processes, each with its parent and its times', async () => {
  const { exitCode, run, processes, named, requests } = await record(['sh', '-c', LOOP])
  expect(exitCode).toBe(0)
  expect(run).toMatchObject({ status: 'completed', exit_code: 0, process_count: 1001 })
  expect(run.capture).toEqual({
    tracer: 'ptrace',
    processes: 1001,
    dropped: 0,
    samples_dropped: 0,
    overhead_us: expect.any(Number),
    blind_spots: [],
  })
  expect(run.capture!.overhead_us).toBeGreaterThan(50_000)
  expect(run.capture!.overhead_us).toBeLessThan(3_000_000)
  expect(processes).toHaveLength(1001)
  expect(named('true')).toHaveLength(1000)
  const [root] = processes
  for (const { ppid, start, ended, latest } of processes.slice(1)) {
    expect(ppid).toBe(root!.pid)
    expect(start > root!.start).toBe(true)
    expect(ended).toBe(true)
    expect(latest).toMatchObject({ name: 'true', cmdline: '/bin/true', status: 'completed', exit_code: 0 })
  }
  expect(Math.max(...requests)).toBeLessThanOrEqual(1000)
})

test('hard case: fork events in either order, by several loops on one processor: nothing missing or doubled', async () => {
  const loop = 'i=0; while [ $i -lt 40 ]; do /bin/true | cat; i=$((i+1)); done'
  const { processes } = await record(['sh', '-c', `for l in 1 2 3 4; do (${loop}) & done; wait`], {
    before: ['taskset', '-c', '0'],
  })
  expect(processes).toHaveLength(1 + 4 + 4 * 40 * 2)
  expect(processes.every(({ ended }) => ended)).toBe(true)
})

test('hard case: 500 processes alive at once', async () => {
  const { exitCode, processes } = await record([crowd, '500'])
  expect(exitCode).toBe(0)
  expect(processes).toHaveLength(501)
  expect(processes.every(({ ended, names }) => ended && names[0] === 'crowd')).toBe(true)
})

test('hard case: vfork: every program started by posix_spawn, under its own name', async () => {
  const { processes, named } = await record([spawn, '50'])
  expect(processes).toHaveLength(51)
  expect(named('true').map(({ latest }) => latest.cmdline)).toEqual(Array(50).fill('true spawned'))
})

test('as many processes as strace counts', async () => {
  const script = `(ls / | sort | uniq -c >&2); ${spawn} 5; for i in 1 2 3; do (true | cat; sh -c 'ls; true'); done; ${crowd} 20`
  const directory = mkdtempSync(join(tmpdir(), 'buildspy-strace-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  const log = join(directory, 'log')
  execFileSync('strace', ['-f', '-e', 'trace=process', '-o', log, 'sh', '-c', script], { stdio: 'ignore' })
  const counted = new Set(readFileSync(log, 'utf8').match(/^\d+/gm))
  const { processes } = await record(['sh', '-c', script])
  expect(processes).toHaveLength(counted.size)
})
