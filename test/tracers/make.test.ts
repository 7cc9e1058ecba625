import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parseTime } from '../../src/wire/time.ts'
import { FIXTURES } from './support/fixtures.ts'
import { record } from './support/record.ts'

test('a make project with a failing target: the whole tree, and the exit code of make', async () => {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'buildspy-make-')))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  cpSync(join(FIXTURES, 'make-project'), directory, { recursive: true })
  const env = { ...process.env, MAKEFLAGS: '' }
  const { exitCode, stderr, runs, run, events, processes, named } = await record(['make', '-j2', 'CC=gcc'], {
    cwd: directory,
    env,
  })

  expect(exitCode).toBe(2)
  expect(stderr).toContain('Error 7')
  expect(runs[0]).toMatchObject({
    status: 'running',
    process_count: 0,
    command: 'make',
    args: ['-j2', 'CC=gcc'],
  })
  expect(run).toMatchObject({ status: 'failed', exit_code: 2, working_dir: directory, host: hostname() })
  expect(run.process_count).toBe(processes.length)
  expect(events.at(-1)).toMatchObject({ type: 'build_complete', process: { name: 'build', exit_code: 2 } })

  const [root] = processes
  expect(root!.names.at(-1)).toBe('make')
  expect(root!.latest).toMatchObject({ cmdline: 'make -j2 CC=gcc', exit_code: 2, status: 'completed' })
  expect(named('gcc').map(({ latest }) => latest.cmdline)).toHaveLength(3)
  expect(named('cc1')).toHaveLength(2)
  expect(named('as')).toHaveLength(2)
  expect(named('collect2')).toHaveLength(1)
  expect(named('ld')).toHaveLength(1)
  expect(named('program')).toHaveLength(1)

  const byPid = new Map(processes.map((seen) => [seen.pid, seen]))
  const end = parseTime(run.end_time!)!
  for (const { pid, ppid, start, ended, latest } of processes) {
    expect(ended, `${latest.name} ended`).toBe(true)
    expect(latest.cmdline).not.toBe('')
    expect(latest.working_dir).toBe(directory)
    expect(latest.user_time_us! + latest.system_time_us!).toBeGreaterThan(0)
    expect(latest.peak_mem).toBeGreaterThan(100_000)
    expect(parseTime(latest.end_time!)! > start).toBe(true)
    expect(parseTime(latest.end_time!)! <= end).toBe(true)
    if (pid !== root!.pid) expect(byPid.get(ppid)!.start < start).toBe(true)
  }
  for (const { ppid } of named('cc1')) expect(byPid.get(ppid)!.latest.name).toBe('gcc')
  expect(named('cc1').every(({ latest }) => Number(latest.peak_mem) > 10_000_000)).toBe(true)
  expect(stderr).toMatch(new RegExp(`buildspy: ${processes.length} processes in .* CPU, .* busy on average`))
  expect(stderr).toContain(`/runs/${run.id}`)
})
