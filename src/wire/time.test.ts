import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NOT_SET, parseTime, printTime } from './time.ts'

test('keeps nanoseconds and applies the offset', () => {
  const time = parseTime('2026-01-02T03:04:05.123456789+02:00')!
  expect(printTime(time)).toBe('2026-01-02T01:04:05.123456789Z')
})

test.each([
  ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
  ['2026-01-02t03:04:05.5z', '2026-01-02T03:04:05.500Z'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
])('reads %s as %s', (text, printed) => expect(printTime(parseTime(text)!)).toBe(printed))

test('reads the zero time as "not set", and prints it so', () => {
  expect(parseTime('0001-01-01T00:00:00Z')).toBeNull()
  expect(printTime(NOT_SET)).toBe('0001-01-01T00:00:00Z')
})

test.each([
  '',
  'yesterday',
  '2026-13-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01 00:00:00Z',
  '9999-01-01T00:00:00Z',
  '1600-01-01T00:00:00Z',
  '2026-01-01T00:00:00+99:00',
])('refuses %j', (text) => expect(parseTime(text)).toBeUndefined())

test('prints what it reads, whatever the nanosecond', () => {
  const times = fc.bigInt({ min: -9_214_000_000_000_000_000n, max: 9_214_000_000_000_000_000n })
  fc.assert(fc.property(times, (time) => parseTime(printTime(time)) === time))
})
