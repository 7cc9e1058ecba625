import { expect, it } from 'vitest'
import { ProcessRows } from './process-rows.ts'
import { hasBelow, unfolded } from './folding.ts'
import { listProcesses, type ListQuery } from './process-list.ts'
import { findProcesses } from './process-search.ts'

const rows = new ProcessRows({
  seq: 0,
  origin: 0,
  strings: ['make', 'cc', 'make all', 'cc -c b.c', 'cc -c a.c', ''],
  pid: [10, 11, 12],
  parent: [-1, 0, 0],
  orphanPpid: [1],
  start: [0, 1, 2],
  end: [null, 50, 9],
  name: [0, 1, 1],
  commandLine: [2, 3, 4],
  workingDir: [5, 5, 5],
  signal: [5, 5, 5],
  status: [0, 1, 1],
  exitCode: [null, 0, 1],
  cpuTime: [null, 5, 7],
  peakMemory: [1, 2, 3],
})
const list = (query: Partial<ListQuery>) =>
  listProcesses(rows, { search: '', show: 'all', sort: 'start', descending: false, ...query }, 100)
const pids = (query: Partial<ListQuery>) => [...list(query).rows].map((row) => rows.pid[row])

it('sorts by any column, with the unknown last', () => {
  expect(pids({})).toEqual([10, 11, 12])
  expect(pids({ sort: 'duration', descending: true })).toEqual([10, 11, 12])
  expect(pids({ sort: 'commandLine' })).toEqual([12, 11, 10])
  expect(pids({ sort: 'cpuTime' })).toEqual([11, 12, 10])
  expect(pids({ sort: 'cpuTime', descending: true })).toEqual([12, 11, 10])
  expect(pids({ sort: 'result', descending: true })).toEqual([12, 10, 11])
})

it('finds by every word of name and command line, or by pid', () => {
  expect(pids({ search: 'CC a.c' })).toEqual([12])
  expect(pids({ search: '11' })).toEqual([11])
  expect(pids({ search: 'nothing' })).toEqual([])
})

it('narrows to what runs or failed', () => {
  expect(pids({ show: 'running' })).toEqual([10])
  expect(pids({ show: 'failed' })).toEqual([12])
})

it('is a tree by start, and flat otherwise', () => {
  expect(list({})).toMatchObject({ level: Uint16Array.of(0, 1, 1), longest: 49 })
  expect(pids({ descending: true })).toEqual([10, 12, 11])
  expect(list({ sort: 'pid' }).level).toBeNull()
  expect(list({ search: 'cc' }).level).toBeNull()
})

it('shows nothing below what is folded', () => {
  const tree = list({})
  expect([0, 1, 2].map((place) => hasBelow(tree, place))).toEqual([true, false, false])
  expect([...unfolded(tree, new Set())]).toEqual([0, 1, 2])
  expect([...unfolded(tree, new Set([0]))]).toEqual([0])
  expect([...unfolded(tree, new Set([1]))]).toEqual([0, 1, 2])
  expect([...unfolded(list({ sort: 'pid' }), new Set([0]))]).toEqual([0, 1, 2])
})

it('marks what a search finds', () => {
  expect(findProcesses(rows, 'cc')).toEqual({
    search: 'cc',
    found: Int32Array.of(1, 2),
    marks: Uint8Array.of(0, 1, 1),
  })
})
