import { expect, test } from 'vitest'
import { bytes, difference, duration } from './format.ts'

test.each([
  [0.04, '0.0 ms'],
  [7.25, '7.3 ms'],
  [9.97, '10 ms'],
  [412.6, '413 ms'],
  [999.6, '1.00 s'],
  [1270, '1.27 s'],
  [59_996, '1 min 00 s'],
  [125_400, '2 min 05 s'],
  [3_599_700, '1 h 00 min'],
  [3_720_000, '1 h 02 min'],
])('%d milliseconds read %s', (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text)
})

test.each([
  [0, '0 B'],
  [512, '512 B'],
  [2048, '2.0 KiB'],
  [61.2 * 1024 * 1024, '61.2 MiB'],
  [2 ** 64, '16777216.0 TiB'],
])('%d bytes read %s', (count, text) => {
  expect(bytes(count)).toBe(text)
})

test('differences have their sign', () => {
  expect(difference(-38)).toBe('−38 ms')
  expect(difference(1270)).toBe('+1.27 s')
})
