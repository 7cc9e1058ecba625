import fc from 'fast-check'
import { expect, it } from 'vitest'
import { StringTable } from './string-table.ts'

it('gives back what was packed, and what was added', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 200 }))
  fc.assert(
    fc.property(fc.uniqueArray(text), fc.array(text), (packed, added) => {
      const table = new StringTable(packed)
      packed.forEach((text, i) => expect(table.at(i)).toBe(text))
      for (const text of added) expect(table.at(table.intern(text))).toBe(text)
      packed.forEach((text, i) => expect(table.intern(text)).toBe(i))
      for (let i = 0; i < table.count; i++)
        expect(new TextDecoder('utf-8', { ignoreBOM: true }).decode(table.bytesOf(i))).toBe(table.at(i))
      expect(table.at(table.count)).toBeUndefined()
    }),
  )
})
