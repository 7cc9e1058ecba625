import { expect, test } from 'vitest'
import type { RunFactsFragment } from '../../gql/cli/graphql.ts'
import { lineText } from '../terminal/line.ts'
import { startState, takeEvents } from './tail-state.ts'
import { headline, logLine, view } from './tail-view.ts'

const ORIGIN = Date.parse('2026-01-02T03:04:05Z')
const at = (ms: number): string => new Date(ORIGIN + ms).toISOString()

const run: RunFactsFragment = {
  id: '01a20446-ab4d-7b89-bd55-d1e3588f3c3f',
  shortId: '01a20446-ab4d',
  commandLine: 'make -j2',
  workingDir: '/src',
  status: 'running_live',
  outcome: 'RUNNING',
  startTime: at(0),
  duration: null,
  exitCode: null,
  processCount: 1,
  cpuTime: null,
  peakMemory: null,
  host: null,
  pinned: false,
  cores: 2,
  parallelism: null,
  labels: [],
  capture: null,
}
const make = {
  pid: 1,
  parent: -1,
  name: 'make',
  commandLine: '/usr/bin/make -j2',
  workingDir: '/src',
  start: 0,
  end: null,
  cpuTime: null,
  peakMemory: 0,
  exitCode: null,
  signal: '',
}
const state = startState({ run, processes: [make], origin: ORIGIN, seq: 1 })

const event = (type: string, time: number, process: object): string =>
  JSON.stringify({ type: 'build_event', data: { timestamp: at(time), type, process } })
const cc = { pid: 2, name: 'cc1', cmdline: 'cc1 a.c', start_time: at(100) }

const SIZE = { columns: 60, rows: 24 }

test('running processes, the oldest first, with counts and time', () => {
  const sample = event('resource_update', 900, { ...cc, cpu_usage: 98.4, mem_usage: 64 * 1024 * 1024 })
  const { state: next, ended } = takeEvents(state, [event('process_start', 100, cc), sample], 3)
  expect(ended).toEqual([])
  expect(view(next, ORIGIN + 1100, SIZE).map((line) => lineText(line))).toEqual([
    'make -j2  01a20446-ab4d',
    '1.10 s  2 processes: 2 running, 0 ended, 0 failed',
    '     1.10 s                     make -j2',
    '     1.00 s    98%    64.0 MiB  cc1 a.c',
  ])
})

test('a process that failed, as a line; the end of the build', () => {
  const { state: next, ended } = takeEvents(
    state,
    [event('process_start', 100, cc), event('process_end', 350, { ...cc, exit_code: 2 })],
    3,
  )
  expect(ended.map((process) => logLine(process, next))).toEqual([
    '     350 ms       250 ms  cc1 a.c  [exit 2]',
  ])
  const { state: last } = takeEvents(
    next,
    [event('build_complete', 400, { pid: 0, start_time: at(0), exit_code: 2 })],
    4,
  )
  expect(headline(last, ORIGIN + 9999)).toBe('400 ms  2 processes: 1 running, 1 ended, 1 failed, failed (2)')
})

test('more processes than lines: the rest is a number', () => {
  const many = Array.from({ length: 50 }, (_, index) =>
    event('process_start', index, { ...cc, pid: 10 + index }),
  )
  const lines = view(takeEvents(state, many, 51).state, ORIGIN + 1000, { columns: 20, rows: 10 })
  expect(lines).toHaveLength(8 + 0)
  expect(lineText(lines.at(-1)!).trim()).toBe('and 46 more')
  expect(Math.max(...lines.slice(0, -1).map((line) => line.length))).toBeLessThanOrEqual(45)
})

test('events that the timeline contains already count once', () => {
  const fast = { pid: 3, name: 'true', cmdline: '/bin/true', start_time: '2026-01-02T03:04:05.150123456Z' }
  const seen = [
    make,
    { ...make, pid: 2, name: 'cc1', commandLine: 'cc1 a.c', start: 100 },
    { ...make, pid: 3, name: 'true', commandLine: '/bin/true', start: 150.123, end: 160, exitCode: 1 },
  ]
  const newer = startState({ run, processes: seen, origin: ORIGIN, seq: 1 })
  const reused = { ...fast, start_time: at(200) }
  const { state: next, ended } = takeEvents(
    newer,
    [
      event('process_start', 100, cc),
      event('process_start', 150, fast),
      event('process_end', 160, { ...fast, exit_code: 1 }),
      event('process_start', 200, reused),
      event('process_end', 300, { ...cc, exit_code: 2 }),
    ],
    6,
  )
  expect(ended.map(({ commandLine }) => commandLine)).toEqual(['cc1 a.c'])
  expect([...next.running.keys()]).toEqual([1, 3])
  expect(headline(next, ORIGIN + 400)).toBe('400 ms  4 processes: 2 running, 2 ended, 2 failed')
})
