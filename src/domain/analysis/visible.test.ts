import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonOf, safeJson, visible } from './visible.ts'

it.each([
  ['a\tb\nc\rd', String.raw`a\tb\nc\rd`],
  ['\u001b[31mred\u001b[0m \u0007\u007f', String.raw`\x1b[31mred\x1b[0m \x07\x7f`],
  ['\u009b2J \u0085', String.raw`\x9b2J \x85`],
  [
    '\u202eevil\u202c \u2066\u2069 \u200e\u200f\u061c',
    String.raw`\u202eevil\u202c \u2066\u2069 \u200e\u200f\u061c`,
  ],
  ['\u2028\u2029 \ud800 \udc00x', String.raw`\u2028\u2029 \ud800 \udc00x`],
  ['a\u200bb\u200dc\ufeff\u00ad\u3164', String.raw`a\u200bb\u200dc\ufeff\xad\u3164`],
  ['\u{e0041}', String.raw`\u{e0041}`],
])('shows what steers: %j', (text, shown) => {
  expect(visible(text)).toBe(shown)
})

it.each(['gcc -O2 -c a.c', 'größe 日本語 مرحبا שלום', 'e\u0301 👍 ⚠️ 🇩🇪', String.raw`sed s/\n/\x1b/`])(
  'leaves %s as it is',
  (text) => {
    expect(visible(text)).toBe(text)
  },
)

const anyText = fc.string({ unit: 'binary', maxLength: 200 })
const STEERS = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u

it('leaves nothing that steers, and changes nothing more the second time', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const shown = visible(text)
      expect(shown).not.toMatch(STEERS)
      expect(visible(shown)).toBe(shown)
    }),
  )
})

it('writes JSON of the same value without what steers', () => {
  fc.assert(
    fc.property(fc.dictionary(anyText, anyText), (value) => {
      const text = jsonOf(value)
      expect(text).not.toMatch(STEERS)
      expect(JSON.parse(text)).toEqual({ ...value })
      expect(JSON.parse(safeJson(JSON.stringify(value, null, 2)))).toEqual({ ...value })
    }),
  )
  expect(jsonOf({ a: 1 }, 2)).toBe('{\n  "a": 1\n}')
})
