import { expect, test } from 'vitest'
import { fit, fitLine, widthOf } from './columns.ts'
import { lineText, styled, textOf } from './line.ts'

test.each([
  ['make', 4],
  ['日本', 4],
  ['e\u0301', 1],
  ['👍', 2],
  ['\u001b[1m', 7],
  ['', 0],
])('%j takes %i columns', (text, columns) => {
  expect(widthOf(text)).toBe(columns)
})

test.each([
  ['make -j8', 8, 'make -j8'],
  ['make -j8', 5, 'make…'],
  ['日本語', 6, '日本語'],
  ['日本語', 5, '日本…'],
  ['日本語', 4, '日…'],
  ['a\u0301'.repeat(5), 3, 'a\u0301a\u0301…'],
  ['a\nb', 4, String.raw`a\nb`],
  ['a', 0, '…'],
  [`a${'\u0301'.repeat(1000)}`, 4, expect.stringMatching(/^a\u0301*…$/)],
])('%j in %i columns', (text, columns, fitted) => {
  expect(fit(text, columns)).toEqual(fitted)
})

test('a line is cut across its styles', () => {
  const line = [styled('bold', 'make'), ' ', styled('dim', '-j8 all')]
  expect(fitLine(line, 8)).toEqual([styled('bold', 'make'), ' ', styled('dim', '-j…')])
  expect(fitLine(line, 80)).toEqual(line)
  expect(fitLine(line, 3)).toEqual([styled('bold', 'ma…')])
})

test('styles come after the text was made visible', () => {
  const line = ['a', styled('red', '\u001b[1mb')]
  const paint = (style: string, text: string): string => `<${style}>${text}</${style}>`
  expect(lineText(line, paint)).toBe(String.raw`a<red>\x1b[1mb</red>`)
  expect(textOf([line, 'x\ny'])).toBe(String.raw`a\x1b[1mb` + '\n' + String.raw`x\ny` + '\n')
})
