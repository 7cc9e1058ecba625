import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { reportClocks } from '../server/jobs/clock-report.ts'
import { Bus } from './bus.ts'
import { Clocks } from './clocks.ts'

/** Our clock, the one that nobody sets, and the database's, in milliseconds. */
let ours: number
let steady: number
let theirs: number

beforeEach(() => {
  ours = 1_750_000_000_000
  steady = 0
  theirs = ours
})

const pass = (milliseconds: number) => {
  ours += milliseconds
  steady += milliseconds
  theirs += milliseconds
}

/** Clocks beside a database that takes so long to answer. */
const clocksWith = (latency = 0) => {
  const clock = async () => {
    pass(latency / 2)
    const answer = theirs
    pass(latency / 2)
    return answer
  }
  return new Clocks(
    { clock },
    () => ours,
    () => steady,
  )
}

describe('the database', () => {
  test.each([0, 8000, -8000])('a difference of %d ms is within the limit', async (difference) => {
    const clocks = clocksWith()
    ours += difference
    await clocks.compare()
    expect([clocks.database, clocks.isOdd]).toEqual([difference, false])
  })

  test.each([60_000, -60_000])(
    'one of %d ms makes us the odd one, until our clock is set',
    async (difference) => {
      const clocks = clocksWith()
      ours += difference
      await clocks.compare()
      expect([clocks.database, clocks.isOdd]).toEqual([difference, true])
      ours -= difference
      await clocks.compare()
      expect(clocks.isOdd).toBe(false)
    },
  )

  test('what a slow answer explains is no difference', async () => {
    const clocks = clocksWith(30_000)
    ours += 12_000
    await clocks.compare()
    expect(clocks.database).toBe(0)
  })

  test('without one there is nothing to compare with', async () => {
    const clocks = new Clocks({}, () => ours)
    await clocks.compare()
    expect([clocks.database, clocks.peers, clocks.isOdd]).toEqual([undefined, undefined, false])
  })
})

describe('peers', () => {
  const from = randomUUID()

  test('one whose clock is ahead is known by its first hint; one behind, once hints keep saying so', () => {
    const clocks = clocksWith()
    clocks.hear({ from, runs: [], at: ours + 20_000 })
    expect(clocks.peers).toBe(-20_000)
    const late = clocksWith()
    // Of a Redis that hung, many come at once.
    for (let i = 0; i < 100; i++) late.hear({ from, runs: [], at: ours - 20_000 })
    expect(late.peers).toBeUndefined()
    pass(6000)
    late.hear({ from, runs: [], at: ours - 20_000 })
    expect(late.peers).toBe(20_000)
    late.hear({ from, runs: [], at: ours })
    expect(late.peers).toBe(0)
  })

  test('one that is gone is forgotten, and strangers fill no memory', () => {
    const clocks = clocksWith()
    clocks.hear({ from, runs: [], at: ours + 20_000 })
    pass(61_000)
    expect(clocks.peers).toBeUndefined()
    clocks.hear({ from, runs: [], at: ours + 20_000 })
    for (let i = 0; i < 1000; i++) clocks.hear({ from: randomUUID(), runs: [], at: ours })
    expect(clocks.peers).toBeUndefined()
  })
})

test('each change is logged once', async () => {
  const log: string[] = []
  const clocks = clocksWith()
  const report = reportClocks(
    clocks,
    new Bus(),
    pino({}, { write: (line) => void log.push((JSON.parse(line) as { msg: string }).msg) }),
  )
  for (const difference of [0, 60_000, 0, -120_000, 0, 60_000]) {
    ours += difference
    await report.compare()
    await report.compare()
  }
  expect(log).toEqual([
    expect.stringMatching(/clock differs from the database's/),
    expect.stringMatching(/agrees with the database's again/),
  ])
  const from = randomUUID()
  for (const at of [ours + 20_000, ours + 20_000]) clocks.hear({ from, runs: [], at })
  await report.compare()
  await report.compare()
  expect(log.slice(2)).toEqual([expect.stringMatching(/another daemon differs/)])
})
