import { expect, it } from 'vitest'
import { chipsOf } from './label-chips.ts'

it('shows branch and commit first, short and visible', () => {
  const labels = [
    { name: 'job', value: '12' },
    { name: 'commit', value: '0123456789abcdef' },
    { name: 'branch', value: 'a\u202eb' },
  ]
  expect(chipsOf(labels, 2)).toEqual([
    { name: 'branch', text: String.raw`a\u202eb`, search: 'a\u202eb' },
    { name: 'commit', text: '01234567', search: '01234567' },
  ])
})
