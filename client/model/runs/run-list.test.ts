import { describe, expect, it } from 'vitest'
import { compareBy, matches, place, type ListedRun, type RunRow, type WantedRuns } from './run-list.ts'

const run = (id: string, minute: number, status: RunRow['status'] = 'completed'): ListedRun => ({
  id,
  commandLine: `make ${id}`,
  workingDir: '/src/Lua',
  startTime: `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`,
  endTime: null,
  status,
  outcome: status === 'failed' ? 'FAILED' : 'SUCCEEDED',
  exitCode: null,
  duration: null,
  processCount: 0,
  runningProcesses: 0,
  cpuTime: null,
  peakMemory: 0,
  host: '',
  cores: null,
  labels: [{ name: 'branch', value: 'Main' }],
  history: { change: null, regression: false, usual: null },
})

describe('place', () => {
  const list = [run('b', 2), run('a', 1)]
  it('updates a run in place', () => {
    expect(place(list, run('a', 1, 'failed'), true).map(({ id, status }) => [id, status])).toEqual([
      ['b', 'completed'],
      ['a', 'failed'],
    ])
  })
  it('puts a new run where its start belongs', () => {
    expect(place(list, run('c', 3), true).map(({ id }) => id)).toEqual(['c', 'b', 'a'])
  })
  it.each([
    ['newest', ['b', 'c', 'a']],
    ['oldest', ['a', 'c', 'b']],
    ['slowest', ['a', 'c', 'b']],
    ['fastest', ['b', 'c', 'a']],
  ] as const)('sorts by the %s', (sort, ids) => {
    const timed = [
      { ...run('a', 1), duration: 30 },
      { ...run('b', 3), duration: 10 },
    ].sort(compareBy(sort))
    expect(place(timed, { ...run('c', 2), duration: 20 }, true, sort).map(({ id }) => id)).toEqual(ids)
  })
  it('takes out what left the filter, and leaves alone what was never in it', () => {
    expect(place(list, run('a', 1), false).map(({ id }) => id)).toEqual(['b'])
    expect(place(list, run('x', 1), false)).toBe(list)
  })
})

it('matches words of command line, directory and labels without regard to case', () => {
  const matching = (search: string, status: WantedRuns | null = null) =>
    matches(run('a', 1), { search, status })
  expect([
    matching(''),
    matching('MAKE A'),
    matching('lua'),
    matching('ninja'),
    matching('lua  main make'),
    matching('lua other'),
    matching('', 'failed'),
  ]).toEqual([true, true, true, false, true, false, false])
})
