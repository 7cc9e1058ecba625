import { expect, it } from 'vitest'
import { outcomeOf } from './outcome.ts'

it('tells an interruption and a crash from a failure', () => {
  const failed = (exitCode: number | null, signal?: string) =>
    outcomeOf({ status: 'failed', exitCode, signal })
  expect([failed(2), failed(null), failed(129), failed(139, 'SIGSEGV')]).toEqual(Array(4).fill('failed'))
  expect([failed(130), failed(143), failed(2, 'SIGINT'), failed(null, 'SIGTERM')]).toEqual(
    Array(4).fill('interrupted'),
  )
  expect(failed(-1)).toBe('crashed')
  expect(outcomeOf({ status: 'completed', exitCode: 130 })).toBe('succeeded')
  expect(outcomeOf({ status: 'running_live' })).toBe('running')
})
