import { expect, test } from 'vitest'
import { parseBytes, parseDuration } from './quantities.ts'

test('durations and sizes as people write them', () => {
  expect(['90m', '12h', '30d', '8w', '1.5 d'].map(parseDuration)).toEqual([
    5_400_000, 43_200_000, 2_592_000_000, 4_838_400_000, 129_600_000,
  ])
  expect(['500MB', '10gb', '2.5KiB', '1 TB'].map(parseBytes)).toEqual([5e8, 1e10, 2560, 1e12])
})

test('what is no duration, or no size', () => {
  for (const text of ['', '30', 'd', '0d', '-1d', '1y', '1e3d', '30 d ays'])
    expect(parseDuration(text)).toBe(undefined)
  for (const text of ['10', 'GB', '0GB', '10 G', '1d']) expect(parseBytes(text)).toBe(undefined)
})
