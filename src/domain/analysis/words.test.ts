import { expect, it } from 'vitest'
import { changeSize, formatChange, namedText } from './words.ts'

it('prints a change as a percentage, and as a factor from ten times on', () => {
  expect([formatChange(2, 3), formatChange(100, 97), formatChange(1, 10), formatChange(2, 3070)]).toEqual([
    '+50.0%',
    '−3.0%',
    '10 ×',
    '1,535 ×',
  ])
  expect([changeSize(0.5), changeSize(-0.25), changeSize(99)]).toEqual(['50%', '25%', '100 ×'])
})

it('names a process by what it works on, and no text of it ends the backticks', () => {
  expect(namedText('cc1', 'cc1 -quiet x.c')).toBe('`cc1 x.c`')
  expect(namedText('a`b', 'a`b `c`')).toBe("`a'b 'c'`")
  expect(namedText('x', `x ${'y'.repeat(99)}`)).toHaveLength(64)
})
