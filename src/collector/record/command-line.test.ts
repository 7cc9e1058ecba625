import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COMMAND_LINE_BYTES, commandLine, quote, shortenArguments } from './command-line.ts'

const jsonBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text))

test.each([
  ['plain', 'plain'],
  ['-DNAME=1', '-DNAME=1'],
  ['', "''"],
  ['a b', "'a b'"],
  ["it's", String.raw`'it'\''s'`],
  ['$HOME', "'$HOME'"],
  ['a\n', "'a\n'"],
])('%j is quoted as %s', (argument, quoted) => {
  expect(quote(argument)).toBe(quoted)
})

test('a short command line is whole', () => {
  expect(commandLine(['gcc', '-c', 'a b.c'])).toBe("gcc -c 'a b.c'")
  expect(commandLine(['gcc', '-c'], true)).toBe('gcc -c … (cut)')
})

test('a long one is cut to the limit as JSON text, with a mark', () => {
  const unit = fc.constantFrom('a', '\u0001', 'é', '\u{1F600}', '"')
  const property = fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), (units) => {
    const line = commandLine(['echo', units.join('').repeat(COMMAND_LINE_BYTES)])
    expect(line.endsWith(' … (cut)')).toBe(true)
    expect(jsonBytes(line)).toBeLessThanOrEqual(COMMAND_LINE_BYTES + 16)
    expect(jsonBytes(line)).toBeGreaterThan(COMMAND_LINE_BYTES - 16)
    // No half of a pair of surrogates.
    expect(line).not.toMatch(/\p{Surrogate}/u)
  })
  fc.assert(property, { numRuns: 20 })
})

test('arguments are kept as far as they fit', () => {
  expect(shortenArguments(['a', 'b'])).toEqual(['a', 'b'])
  const shortened = shortenArguments(Array<string>(100).fill('x'.repeat(1000)))
  expect(shortened.length).toBeLessThan(70)
  expect(shortened.at(-1)).toMatch(/^… \(\d+ more arguments left out\)$/)
})
