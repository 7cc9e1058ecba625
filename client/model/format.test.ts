import { expect, it } from 'vitest'
import { formatAgo, formatBytes, formatDuration, formatElapsed, formatNumber, formatShare } from './format.ts'

it('writes durations in the unit that fits', () => {
  expect(
    [null, 0, 0.42, 3.21, 350, 999.9, 1234, 12_345, 59_960, 185_000, 3_725_000].map(formatDuration),
  ).toEqual([
    '–',
    '0 ms',
    '0.4 ms',
    '3.2 ms',
    '350 ms',
    '1.00 s',
    '1.23 s',
    '12.3 s',
    '1m 00s',
    '3m 05s',
    '1h 02m',
  ])
})

it('writes ticking times in seconds', () => {
  expect([0, 7999, 185_000, 3_725_000].map(formatElapsed)).toEqual(['0:00', '0:07', '3:05', '1:02:05'])
})

it('writes bytes in binary units, also from digits', () => {
  expect([0, 512, 3_565_158, 524_288_000, '9007199254740993'].map(formatBytes)).toEqual([
    '–',
    '512 B',
    '3.4 MiB',
    '500 MiB',
    '8 PiB',
  ])
})

it('writes counts with their words, and shares', () => {
  expect([formatNumber(1, 'process', 'processes'), formatNumber(1234, 'run')]).toEqual([
    '1 process',
    '1,234 runs',
  ])
  expect([0.0042, 0.38, 1534.7].map(formatShare)).toEqual(['0.4%', '38%', '1,535 ×'])
})

it('writes how long ago', () => {
  const now = Date.parse('2026-01-02T12:00:00Z')
  expect(formatAgo('2026-01-02T11:59:58Z', now)).toBe('just now')
  expect(formatAgo('2026-01-02T11:59:20Z', now)).toBe('40 s ago')
  expect(formatAgo('2026-01-02T11:55:00Z', now)).toMatch(/5 min/)
})
