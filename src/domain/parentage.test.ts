import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parentOf, parentRows } from './parentage.ts'

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

test('all parents of a run at once are those found one by one', () => {
  const kin = fc.record({ pid: fc.nat(6), ppid: fc.nat(6), startTime: fc.bigInt(0n, 20n) })
  fc.assert(
    fc.property(fc.uniqueArray(kin, { selector: (p) => `${p.pid}/${p.startTime}`, maxLength: 20 }), (all) => {
      const rows = all.toSorted((a, b) => Number(a.startTime - b.startTime) || a.pid - b.pid)
      const parents = parentRows(
        rows.map(({ pid }) => pid),
        rows.map(({ ppid }) => ppid),
        rows.map(({ startTime }) => Number(startTime)),
      )
      const expected = rows.map((child) => {
        const parent = parentOf(
          child,
          rows.filter(({ pid }) => pid === child.ppid),
        )
        return parent ? rows.indexOf(parent) : -1
      })
      expect([...parents]).toEqual(expected)
    }),
  )
})
