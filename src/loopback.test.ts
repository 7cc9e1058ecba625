import { expect, test } from 'vitest'
import { isLoopback } from './loopback.ts'

test.each(['localhost', '127.0.0.1', '127.8.0.1', '::1', '[::1]'])('%s is the machine itself', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each(['127.0.0.1.example.org', '127.example', 'localhost.example.org', '0.0.0.0', '::', '[::2]', ''])(
  '%j is not',
  (host) => expect(isLoopback(host)).toBe(false),
)
