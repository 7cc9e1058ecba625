import { describe, expect, it } from 'vitest'
import { ProcessRows } from './process-rows.ts'
import type { ProcessUpdate } from './process-update.ts'

const empty = () =>
  new ProcessRows({
    seq: 0,
    origin: 1000,
    strings: [],
    pid: [],
    parent: [],
    start: [],
    end: [],
    name: [],
    commandLine: [],
    workingDir: [],
    signal: [],
    status: [],
    exitCode: [],
    cpuTime: [],
    peakMemory: [],
  })

const process = (
  pid: number,
  ppid: number,
  start: number,
  more: Partial<ProcessUpdate> = {},
): ProcessUpdate => ({
  pid,
  ppid,
  start,
  name: `p${pid}`,
  commandLine: `p${pid} -x`,
  workingDir: '/src',
  signal: '',
  end: null,
  status: 0,
  exitCode: null,
  cpuTime: null,
  peakMemory: 0,
  ...more,
})

describe('ProcessRows', () => {
  it('updates a process in place and keeps its row', () => {
    const rows = empty()
    const row = rows.upsert(process(1, 0, 0))
    expect(rows.isRunning(row)).toBe(true)
    expect(rows.upsert(process(1, 0, 0, { end: 9, status: 1, exitCode: 0, name: 'cc' }))).toBe(row)
    expect([rows.count, rows.end[row], rows.nameOf(row), rows.failed(row)]).toEqual([1, 9, 'cc', false])
  })

  it('tells a reused pid from its former holder, and links children to the right one', () => {
    const rows = empty()
    const first = rows.upsert(process(7, 0, 0, { end: 5 }))
    const second = rows.upsert(process(7, 0, 10))
    expect(second).not.toBe(first)
    expect(rows.parent[rows.upsert(process(8, 7, 3))]).toBe(first)
    expect(rows.parent[rows.upsert(process(9, 7, 12))]).toBe(second)
  })

  it('links a child that was seen before its parent', () => {
    const rows = empty()
    const child = rows.upsert(process(2, 1, 4))
    expect(rows.parent[child]).toBe(-1)
    const parent = rows.upsert(process(1, 0, 0))
    expect(rows.parent[child]).toBe(parent)
    expect(rows.childrenOf(parent)).toEqual([child])
  })

  it('grows', () => {
    const rows = empty()
    for (let pid = 1; pid <= 1000; pid++) rows.upsert(process(pid, pid - 1, pid))
    expect(rows.count).toBe(1000)
    expect([rows.pid[999], rows.parent[999], rows.commandLineOf(999)]).toEqual([1000, 998, 'p1000 -x'])
  })
})
