import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from '../../test/support/redis.ts'
import { Bus } from './bus.ts'
import { connectRedis } from './redis.ts'

/** A bus on a Redis, and what it logs. */
function busOn(url: string) {
  const log: string[] = []
  const bus = new Bus(connectRedis(url, pino({ level: 'warn' }, { write: (line) => void log.push(line) })))
  onTestFinished(() => bus.close())
  return { bus, log }
}

/** Counts the hints that a bus gives of a run, none by the clock. */
function countHints(bus: Bus, runId: string) {
  const stop = new AbortController()
  onTestFinished(() => stop.abort())
  let count = 0
  void (async () => {
    for await (const _ of bus.hints(stop.signal, runId, 3_600_000)) count++
  })()
  return () => count
}

/** Publishes until the hint arrives: the connections come up by themselves, and until then hints are lost. */
async function publishUntil(bus: Bus, arrived: () => boolean): Promise<void> {
  const published = () => (bus.publish(['a']), arrived())
  await expect.poll(published, { interval: 50 }).toBe(true)
}

test('a hint reaches the other daemon and its own, once each, and no other run', async () => {
  const { url } = await startRedis()
  const [here, there] = [busOn(url).bus, busOn(url).bus]
  const own = countHints(here, 'b')
  const [other, elsewhere] = [countHints(there, 'b'), countHints(there, 'c')]
  const ready = countHints(there, 'a')
  await publishUntil(here, () => ready() > 1)
  here.publish(['b'])
  expect(own()).toBe(1)
  await expect.poll(other).toBe(2)
  await expect.poll(own).toBe(2)
  expect(elsewhere()).toBe(1)
})

test('Redis away at the start, there, away, there: hints come when it does, each change is logged once', async () => {
  const redis = await startRedis()
  await redis.stop()
  const [{ bus: here, log }, { bus: there }] = [busOn(redis.url), busOn(redis.url)]
  const arrived = countHints(there, 'a')
  await expect.poll(() => log.length).toBe(1)
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 1000; i++) here.publish(['a'])
    const before = arrived()
    await redis.start()
    await publishUntil(here, () => arrived() > before)
    await expect.poll(() => log.length).toBe(2 + 2 * round)
    await redis.stop()
    await expect.poll(() => log.length).toBe(3 + 2 * round)
  }
  expect(log.map((line) => JSON.parse(line).msg)).toEqual(
    [0, 1, 2, 3, 4].map((i) => expect.stringMatching(i % 2 ? /is back/ : /cannot be reached/)),
  )
})

test('while Redis hangs, hints are dropped beyond a hundred; then they go on', async () => {
  const redis = await startRedis()
  const log = pino({ level: 'silent' })
  const [here, there] = [connectRedis(redis.url, log), connectRedis(redis.url, log)]
  onTestFinished(() => [here, there].forEach((relay) => relay.close()))
  const arrived: string[] = []
  there.receive((runs) => arrived.push(...runs))
  const until = async (id: string) => {
    const sent = () => (here.send([id]), arrived.includes(id))
    await expect.poll(sent, { interval: 20 }).toBe(true)
  }
  await until('before')
  redis.hang()
  for (let i = 0; i < 10_000; i++) here.send(['meanwhile'])
  redis.goOn()
  await until('after')
  expect(arrived.filter((id) => id === 'meanwhile').length).toBeLessThanOrEqual(100)
})
