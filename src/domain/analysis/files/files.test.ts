import fc from 'fast-check'
import { expect, test } from 'vitest'
import { accessesOf } from '../../../../test/support/files.ts'
import { ACCESS } from '../recorded.ts'
import { decodeParts, type FilesPart } from './decode-parts.ts'
import { unusedFiles } from './unused.ts'
import { readersOf, usersByFile, writersOf } from './users.ts'

const { READ, WRITTEN, CREATED, REMOVED, EXECUTED, LINKED, LISTED } = ACCESS

/** A part of uses by the row of a process and the id of a file. */
const partOf = (
  first: number,
  names: readonly string[],
  uses: Readonly<Record<number, Readonly<Record<number, number>>>>,
): FilesPart => ({
  first,
  names,
  processes: Object.entries(uses).map(([row, used]) => ({
    row: Number(row),
    failed: 1,
    accesses: accessesOf(used),
  })),
})

/** The files of each row with their flags. */
const namedUses = ({ names, first, file, access }: ReturnType<typeof decodeParts>) =>
  Array.from({ length: first.length - 1 }, (_, row) =>
    Object.fromEntries(
      Array.from({ length: first[row + 1]! - first[row]! }, (_, use) => [
        names[file[first[row]! + use]!],
        access[first[row]! + use],
      ]),
    ),
  )

test('parts come together: uses of one file become one, and what has no name or no process is left out', () => {
  const parts = [
    partOf(2, ['/c', '/a'], { 0: { 0: READ, 3: EXECUTED }, 2: { 1: WRITTEN } }),
    partOf(0, ['/a', '/b'], { 0: { 2: WRITTEN }, 2: { 1: CREATED, 9: READ } }),
    { first: 0, names: [], processes: [{ row: -1, failed: 5, accesses: [0, 1] }] },
  ]
  const decoded = decodeParts(parts, 3)
  expect(namedUses(decoded)).toEqual([
    { '/a': READ | EXECUTED, '/c': WRITTEN },
    {},
    { '/b': WRITTEN | CREATED },
  ])
  expect(Array.from(decoded.failed)).toEqual([2, 0, 2])
})

test('neither the order of the parts nor how they are cut changes what they say', () => {
  const uses = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 9 }), fc.integer({ min: 1, max: 127 })), {
    maxLength: 40,
  })
  fc.assert(
    fc.property(
      uses,
      fc.array(fc.nat({ max: 9 }), { maxLength: 5 }),
      fc.infiniteStream(fc.nat()),
      (uses, cuts, order) => {
        const names = Array.from({ length: 10 }, (_, id) => `/${id}`)
        const ends = [...new Set([0, ...cuts, 10])].sort((a, b) => a - b)
        const named = ends.slice(1).map((end, at) => partOf(ends[at]!, names.slice(ends[at], end), {}))
        const used = uses.map(([row, id, flags]) => partOf(0, [], { [row]: { [id]: flags } }))
        const parts = [...named, ...used].map((part) => ({ part, place: order.next().value }))
        const shuffled = parts.sort((a, b) => a.place - b.place).map(({ part }) => part)
        const expected: Record<string, number>[] = Array.from({ length: 5 }, () => ({}))
        for (const [row, id, flags] of uses)
          expected[row]![`/${id}`] = (expected[row]![`/${id}`] ?? 0) | flags
        expect(namedUses(decodeParts(shuffled, 5))).toEqual(expected)
      },
    ),
  )
})

test('readers and writers of a file, by row', () => {
  const decoded = decodeParts(
    [
      partOf(0, ['/h', '/o'], {
        0: { 0: READ },
        1: { 0: EXECUTED, 1: READ },
        2: { 1: LINKED },
        3: { 1: REMOVED },
      }),
    ],
    4,
  )
  const users = usersByFile(decoded)
  expect([readersOf(users, 0), writersOf(users, 0)]).toEqual([[0, 1], []])
  expect([readersOf(users, 1), writersOf(users, 1)]).toEqual([[1], [2]])
})

test('unused outputs: what no other process can have read or removed later', () => {
  const names = [
    '/made',
    '/read',
    '/before',
    '/own',
    '/removed',
    '/twice',
    '/dir',
    '/dev/null',
    '/temporary',
    '/renamed-onto',
  ]
  const decoded = decodeParts(
    [
      partOf(0, names, {
        // From 0 to 10, from 10 to 30, from 20 to 40.
        0: { 1: READ, 2: READ, 5: WRITTEN },
        1: {
          0: WRITTEN,
          1: WRITTEN | CREATED,
          2: WRITTEN,
          3: WRITTEN | READ,
          4: WRITTEN,
          6: CREATED,
          7: WRITTEN,
          8: WRITTEN | REMOVED,
          9: LINKED | LISTED,
        },
        2: { 1: READ, 4: REMOVED, 5: READ | WRITTEN },
      }),
    ],
    3,
  )
  const spans = { start: [0, 10, 20], end: [10, 30, 40] }
  expect(unusedFiles(decoded, spans).map((place) => names[place])).toEqual(['/made', '/before', '/own'])
})
