import { expect, it } from 'vitest'
import { toMilliseconds } from './process-update.ts'

it('keeps what is below a millisecond', () => {
  const base = Date.parse('2026-01-01T00:00:00.123Z')
  expect(toMilliseconds('2026-01-01T00:00:00.123Z')).toBe(base)
  expect(toMilliseconds('2026-01-01T00:00:00.123456Z') - base).toBeCloseTo(0.456, 3)
  expect(toMilliseconds('2026-01-01T00:00:00.123456789Z') - base).toBeCloseTo(0.457, 3)
})
