import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TimelineColumns } from '../../../src/domain/analysis/timeline.ts'
import { parentRows } from '../../../src/domain/parentage.ts'
import { ProcessRows } from './process-rows.ts'
import type { ProcessUpdate } from './process-update.ts'

interface Started {
  readonly pid: ArrayLike<number>
  readonly start: ArrayLike<number>
}

/** The columns that the daemon makes of processes. */
function columnsOf(list: readonly { pid: number; ppid: number; start: number }[]): TimelineColumns {
  const column = <Value>(of: (one: (typeof list)[number]) => Value) => list.map(of)
  const ppid = column((one) => one.ppid)
  const parent = Array.from(
    parentRows(
      column(({ pid }) => pid),
      ppid,
      column(({ start }) => start),
    ),
  )
  return {
    seq: 0,
    origin: 1000,
    strings: [''],
    pid: column(({ pid }) => pid),
    parent,
    orphanPpid: ppid.filter((_, row) => parent[row]! < 0),
    start: column(({ start }) => start),
    end: column(() => null),
    name: column(() => 0),
    commandLine: column(() => 0),
    workingDir: column(() => 0),
    signal: column(() => 0),
    status: column(() => 0),
    exitCode: column(() => null),
    cpuTime: column(() => null),
    peakMemory: column(() => 0),
  }
}

const empty = () => new ProcessRows(columnsOf([]))

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

  it('finds the parents that the daemon finds, in whatever order processes come', () => {
    const kin = fc.record({ pid: fc.nat(6), ppid: fc.nat(6), start: fc.nat(20) })
    const anyKin = fc.uniqueArray(kin, { selector: ({ pid, start }) => `${pid}@${start}`, maxLength: 20 })
    fc.assert(
      fc.property(anyKin, fc.nat(20), (all, known) => {
        // What was there when the page was opened, by start as it comes, and what came later.
        const opened = all.slice(0, known).toSorted((a, b) => a.start - b.start)
        const rows = new ProcessRows(columnsOf(opened))
        for (const { pid, ppid, start } of all.slice(known)) rows.upsert(process(pid, ppid, start))
        const whole = columnsOf(all.toSorted((a, b) => a.start - b.start))
        const nameOf = ({ pid, start }: Started, row: number) => (row < 0 ? '' : `${pid[row]}@${start[row]}`)
        const parentsOf = (run: Started & { readonly parent: ArrayLike<number> }) =>
          Object.fromEntries(all.map((_, row) => [nameOf(run, row), nameOf(run, run.parent[row]!)]))
        expect(parentsOf(rows)).toEqual(parentsOf(whole))
      }),
    )
  })

  it('grows', () => {
    const rows = empty()
    for (let pid = 1; pid <= 1000; pid++) rows.upsert(process(pid, pid - 1, pid))
    expect(rows.count).toBe(1000)
    expect([rows.pid[999], rows.parent[999], rows.commandLineOf(999)]).toEqual([1000, 998, 'p1000 -x'])
  })
})
