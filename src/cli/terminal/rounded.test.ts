import { expect, test } from 'vitest'
import { rounded } from './rounded.ts'

test('numbers have no noise, and nothing else changes', () => {
  const value = { own: 1234.5600000001, list: [0.1 + 0.2, 1e-9, -0.0004, 2 ** 53, null, 'a', true], none: {} }
  expect(JSON.stringify(rounded(value))).toBe(
    '{"own":1234.56,"list":[0.3,0,0,9007199254740992,null,"a",true],"none":{}}',
  )
})
