import { expect, test } from 'vitest'
import { uuid } from './uuid.ts'

test('a UUID of version 7: the time first, then version, variant and chance', () => {
  const before = Date.now()
  const id = uuid()
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const time = Number.parseInt(id.replace('-', '').slice(0, 12), 16)
  expect(time).toBeGreaterThanOrEqual(before)
  expect(time).toBeLessThanOrEqual(Date.now())
})

test('no id comes twice, also when the drawn bytes run out', () => {
  expect(new Set(Array.from({ length: 5000 }, uuid)).size).toBe(5000)
})
