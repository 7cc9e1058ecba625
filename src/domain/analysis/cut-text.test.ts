import { expect, it } from 'vitest'
import { cutText } from './cut-text.ts'

it('cuts after a whole word, within a word that is too long, and never within a character', () => {
  expect(cutText('make -j8', 8)).toBe('make -j8')
  expect(cutText('make -j8 all', 8)).toBe('make…')
  expect(cutText('x'.repeat(100), 60)).toBe(`${'x'.repeat(59)}…`)
  expect(cutText(`${'x'.repeat(58)}😀😀`, 60)).toBe(`${'x'.repeat(58)}…`)
  expect(cutText('', 0)).toBe('')
})
