import fc from 'fast-check'
import { expect, it } from 'vitest'
import { markStrings } from './string-search.ts'
import { StringTable } from './string-table.ts'

it('marks the strings that contain a word, and none for a place across two', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', 'ß', 'İ', ' '), maxLength: 8 })
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'ß', 'i'), minLength: 1, maxLength: 3 })
  fc.assert(
    fc.property(fc.uniqueArray(text), fc.array(text), word, (packed, added, word) => {
      const table = new StringTable(packed)
      for (const text of added) table.intern(text)
      const expected = Array.from({ length: table.count }, (_, at) =>
        Number(table.at(at)!.toLowerCase().includes(word)),
      )
      expect([...markStrings(table, word)]).toEqual(expected)
    }),
  )
})
