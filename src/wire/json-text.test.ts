import { expect, test } from 'vitest'
import { JsonText, printInPieces } from './json-text.ts'

const text = (...pieces: string[]) =>
  new JsonText(
    pieces.map((piece) => new TextEncoder().encode(piece)),
    0,
  )

test('a value is printed with the texts in it as they are, in their pieces', () => {
  const value = { a: text('[1,', '2]'), b: 'x', c: [text('{"ü":null}')] }
  const pieces = [...printInPieces(value, JSON.stringify)]
  expect(Buffer.concat(pieces.map((piece) => Buffer.from(piece as string))).toString()).toBe(
    '{"a":[1,2],"b":"x","c":[{"ü":null}]}',
  )
  expect(pieces).toHaveLength(6)
  expect(printInPieces({ b: 'x' }, JSON.stringify)).toBe('{"b":"x"}')
})

test('printed like any other value it is the same', () => {
  expect(JSON.stringify({ a: text('[1,', '2]') })).toBe('{"a":[1,2]}')
})
