import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Parentage, parentOf, parentRows, type Kin } from './parentage.ts'

const holder = (startTime: bigint) => ({ pid: 10, ppid: 1, startTime })
const child = (startTime: bigint) => ({ pid: 20, ppid: 10, startTime })

test('of the holders of a reused pid, the parent is the latest that had begun', () => {
  const holders = [holder(1n), holder(5n), holder(9n)]
  expect(parentOf(child(7n), holders)).toBe(holders[1])
  expect(parentOf(child(5n), holders)).toBe(holders[1])
})

test('where clocks disagree, the earliest', () => {
  const holders = [holder(9n), holder(5n)]
  expect(parentOf(child(1n), holders)).toBe(holders[1])
})

test('a process is not its own parent, and may have none', () => {
  const own = { pid: 10, ppid: 10, startTime: 3n }
  expect(parentOf(own, [own])).toBeUndefined()
  expect(parentOf(child(1n), [])).toBeUndefined()
})

/** Few pids, so that they are reused, some by a parent that starts after its child, or that is its own. */
const kin = fc.record({ pid: fc.nat(6), ppid: fc.nat(6), startTime: fc.bigInt(0n, 20n) })
const anyKin = fc.uniqueArray(kin, { selector: (p) => `${p.pid}/${p.startTime}`, maxLength: 20 })

/** The row of the parent that the rule for one process finds, row by row. */
const oneByOne = (rows: readonly Kin[]) =>
  rows.map((child) => {
    const parent = parentOf(
      child,
      rows.filter(({ pid }) => pid === child.ppid),
    )
    return parent ? rows.indexOf(parent) : -1
  })

test('all parents of a run at once are those found one by one', () => {
  fc.assert(
    fc.property(anyKin, (all) => {
      const rows = all.toSorted((a, b) => Number(a.startTime - b.startTime) || a.pid - b.pid)
      const parents = parentRows(
        rows.map(({ pid }) => pid),
        rows.map(({ ppid }) => ppid),
        rows.map(({ startTime }) => Number(startTime)),
      )
      expect([...parents]).toEqual(oneByOne(rows))
    }),
  )
})

test('parents found while a run grows, in any order, are those found one by one', () => {
  const revisions = fc.array(fc.record({ at: fc.nat(19), ppid: fc.nat(6) }), { maxLength: 6 })
  fc.assert(
    fc.property(anyKin, fc.nat(20), revisions, (all, known, revisions) => {
      const rows = {
        count: 0,
        pid: [] as number[],
        ppid: [] as number[],
        start: [] as number[],
        parent: [] as number[],
      }
      const append = ({ pid, ppid, startTime }: Kin) => {
        rows.pid.push(pid)
        rows.ppid.push(ppid)
        rows.start.push(Number(startTime))
        return rows.count++
      }
      const first = all.slice(0, known)
      first.forEach(append)
      rows.parent = oneByOne(first)
      const parentage = new Parentage(rows)
      for (const [at, one] of all.entries()) {
        if (at >= known) parentage.add(append(one))
        for (const { ppid } of revisions.filter((revision) => revision.at === at)) {
          const before = rows.ppid[at]!
          rows.ppid[at] = ppid
          parentage.move(at, before)
        }
        const now = Array.from({ length: rows.count }, (_, row) => ({
          pid: rows.pid[row]!,
          ppid: rows.ppid[row]!,
          startTime: BigInt(rows.start[row]!),
        }))
        expect(rows.parent).toEqual(oneByOne(now))
      }
    }),
  )
})
