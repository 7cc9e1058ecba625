import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('a text is broken between words, and no line is wider unless one word is', () => {
  expect(wrap('one two three', 7)).toEqual(['one two', 'three'])
  expect(wrap('one two three', 9, '  ')).toEqual(['one two', '  three'])
  expect(wrap('a longerthanthat b', 5)).toEqual(['a', 'longerthanthat', 'b'])
  expect(wrap('編訳 器', 5)).toEqual(['編訳', '器'])
  expect(wrap('one two', Infinity)).toEqual(['one two'])
  expect(wrap('a\nb', 80)).toEqual([String.raw`a\nb`])
})
