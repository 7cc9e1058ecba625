import fc from 'fast-check'
import { expect, it } from 'vitest'
import { naturalRanks } from './natural-order.ts'
import { StringTable } from './string-table.ts'

/** Sorts by the ranks. */
function sorted(packed: readonly string[], added: readonly string[] = []): string[] {
  const table = new StringTable(packed)
  for (const text of added) table.intern(text)
  const used = Uint32Array.from({ length: table.count }, (_, string) => string)
  const ranks = naturalRanks(table, used)
  return Array.from(used, (string) => table.at(string)!).toSorted(
    (a, b) => ranks[table.intern(a)]! - ranks[table.intern(b)]!,
  )
}

it('orders numbers by their value, and capital letters like small ones', () => {
  expect(sorted(['a10.c', 'B1', 'a2.c', 'a', '', 'b01x', 'a002'], ['A3.c', 'b'])).toEqual([
    '',
    'a',
    'a002',
    'a2.c',
    'A3.c',
    'a10.c',
    'b',
    'B1',
    'b01x',
  ])
})

it('orders like a comparison of each two, whatever the strings', () => {
  const { compare } = new Intl.Collator('en', { numeric: true })
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '0', '1', '7'), maxLength: 12 })
  fc.assert(
    fc.property(
      fc.uniqueArray(word, { selector: (text) => text.toLowerCase().replaceAll(/0+(?=\d)/g, '') }),
      (texts) => {
        expect(sorted(texts)).toEqual(texts.toSorted(compare))
      },
    ),
  )
})
