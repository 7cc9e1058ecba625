import { expect, test } from 'vitest'
import { nameText } from './name-text.ts'

test.each([
  ['/usr/bin/cc', '/usr/bin/cc'],
  ['/a b/ü€😀', '/a b/ü€😀'],
  [String.raw`/back\slash`, String.raw`/back\\slash`],
  ['/line\nfeed\x7f', String.raw`/line\x0afeed\x7f`],
  ['/control\u0085', String.raw`/control\xc2\x85`],
])('%j as text', (name, text) => {
  expect(nameText(Buffer.from(name).toString('latin1'))).toBe(text)
})

test('bytes that are no UTF-8 are kept as such', () => {
  // A lone byte, a cut sequence, a surrogate, an overlong slash.
  expect(nameText('/\xff')).toBe(String.raw`/\xff`)
  expect(nameText('/\xe2\x82')).toBe(String.raw`/\xe2\x82`)
  expect(nameText('/\xed\xa0\x80')).toBe(String.raw`/\xed\xa0\x80`)
  expect(nameText('/\xc0\xaf')).toBe(String.raw`/\xc0\xaf`)
})
