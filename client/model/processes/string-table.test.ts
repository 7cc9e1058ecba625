import fc from 'fast-check'
import { expect, it } from 'vitest'
import { packStrings, StringTable } from './string-table.ts'

it('gives back what was packed, and what was added', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.array(fc.string()), (packed, added) => {
      const table = new StringTable(packStrings(packed))
      packed.forEach((text, i) => expect(table.at(i)).toBe(text))
      for (const text of added) expect(table.at(table.intern(text))).toBe(text)
      packed.forEach((text, i) => expect(table.intern(text)).toBe(i))
      expect(table.at(packed.length + added.length)).toBeUndefined()
    }),
  )
})
