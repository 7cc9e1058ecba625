import { expect, it } from 'vitest'
import { make, run, sample, step, verdict, waitsOf } from '../../../../test/support/verdicts.ts'

it('a disk, where the path waited while tasks stalled on one; and a quota rather than others', () => {
  const reading = [make(2000), step('cksum data', 0, 2000, { cpuTime: 20 })]
  const stalled = [
    sample({ pressure: { cpu: 0, io: 900, memory: 0 } }),
    sample({ time: 2000, pressure: { cpu: 0, io: 700, memory: 0 } }),
  ]
  expect(verdict(run(2000, reading, { waits: waitsOf([0, 0]), machine: stalled }))).toMatchObject({
    kind: 'disk',
    text: 'It waited 1.60 s of 2.00 s for a disk.',
  })
  expect(verdict(run(2000, reading, { waits: waitsOf([0, 0]) })).kind).toBe('sleeping')
  const held = [make(2000), step('cc1 a.c', 0, 2000, { cpuTime: 200 })]
  const machine = [sample({ time: 2000, interval: 2000, busy: 4000, build: 200, throttled: 1700 })]
  expect(verdict(run(2000, held, { waits: waitsOf([0, 1800]), machine })).kind).toBe('quota')
})
