import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { Redis } from 'ioredis'
import { pino } from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { startRedis } from '../../test/support/redis.ts'
import { Bus } from './bus.ts'
import { MOST_RUNS, printHint, readHint } from './hint.ts'
import { connectRedis } from './redis.ts'

/** Runs. */
const [A, B, C] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string]

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
  const published = () => (bus.publish([A]), arrived())
  await expect.poll(published, { interval: 50 }).toBe(true)
}

test('a hint reaches the other daemon and its own, once each, and no other run', async () => {
  const { url } = await startRedis()
  const [here, there] = [busOn(url).bus, busOn(url).bus]
  const own = countHints(here, B)
  const [other, elsewhere] = [countHints(there, B), countHints(there, C)]
  const ready = countHints(there, A)
  await publishUntil(here, () => ready() > 1)
  here.publish([B])
  expect(own()).toBe(1)
  await expect.poll(other).toBe(2)
  await expect.poll(own).toBe(2)
  expect(elsewhere()).toBe(1)
})

test('Redis away at the start, there, away, there: hints come when it does, each change is logged once', async () => {
  const redis = await startRedis()
  await redis.stop()
  const [{ bus: here, log }, { bus: there }] = [busOn(redis.url), busOn(redis.url)]
  const arrived = countHints(there, A)
  await expect.poll(() => log.length).toBe(1)
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 1000; i++) here.publish([A])
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
  there.receive(({ runs }) => arrived.push(...runs))
  const until = async (id: string) => {
    const sent = () => (here.send([id]), arrived.includes(id))
    await expect.poll(sent, { interval: 20 }).toBe(true)
  }
  await until(A)
  redis.hang()
  for (let i = 0; i < 10_000; i++) here.send([C])
  redis.goOn()
  await until(B)
  expect(arrived.filter((id) => id === C).length).toBeLessThanOrEqual(100)
})

/** What looks like a hint, with something wrong in it, or nothing. */
const nearlyHint = fc.record(
  {
    from: fc.oneof(fc.uuid(), fc.anything()),
    runs: fc.oneof(
      fc.array(fc.oneof(fc.uuid(), fc.string(), fc.jsonValue()), { maxLength: 5 }),
      fc.jsonValue(),
      fc.constant(Array(MOST_RUNS + 1).fill(A)),
    ),
    at: fc.oneof(fc.integer(), fc.double(), fc.jsonValue()),
    ['__proto__']: fc.jsonValue(),
    constructor: fc.jsonValue(),
  },
  { requiredKeys: [] },
)

const json = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? String(part) : part)) ?? ''

const garbage = fc.oneof(
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.string().map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  nearlyHint.map((hint) => Buffer.from(json(hint))),
  fc
    .constantFrom(
      '',
      'null',
      '[]',
      '{"__proto__":{"runs":["x"]},"from":1}',
      `{"from":"${A}","runs":{"length":1,"0":"x"}}`,
      `{"from":"${A}","runs":[null]}`,
      `{"from":"${A}","runs":["run:${A}"]}`,
      `{"from":"${A}","runs":[],"at":-1}`,
      '['.repeat(60_000),
      `{"from":"${A}","runs":["${'x'.repeat(1_000_000)}"]}`,
    )
    .map((text) => Buffer.from(text)),
)

test(
  'whatever anybody says on the channel, hints go on; it is counted, and logged once',
  { timeout: 60_000 },
  async () => {
    const { url } = await startRedis()
    const [{ bus: here }, { bus: there, log }] = [busOn(url), busOn(url)]
    const arrived = countHints(there, B)
    const ready = countHints(there, A)
    await publishUntil(here, () => ready() > 1)
    const stranger = new Redis(url)
    onTestFinished(() => stranger.disconnect())
    let refused = 0
    await fc.assert(
      fc.asyncProperty(fc.array(garbage, { maxLength: 20 }), async (messages) => {
        refused += messages.filter((message) => !readHint(message)).length
        for (const message of messages) await stranger.publish('buildspy:hints', message)
        const before = arrived()
        here.publish([B])
        await expect.poll(arrived, { interval: 2 }).toBeGreaterThan(before)
      }),
      { numRuns: 200 },
    )
    expect(refused).toBeGreaterThan(100)
    expect(there.refused).toBe(refused)
    expect(log.filter((line) => line.includes('is no hint'))).toHaveLength(1)
  },
)

test('a listener that fails is logged, and hears the next', async () => {
  const { url } = await startRedis()
  const log: string[] = []
  const [here, there] = [
    busOn(url).bus,
    connectRedis(url, pino({}, { write: (line) => void log.push(line) })),
  ]
  onTestFinished(() => there.close())
  const heard: string[] = []
  there.receive(({ runs }) => {
    heard.push(...runs)
    throw new Error('deaf')
  })
  await publishUntil(here, () => heard.length > 1)
  expect(log.join('')).toContain('deaf')
})

test('a hint of very many runs goes in several messages, and all arrive', async () => {
  const { url } = await startRedis()
  const [here, { bus: there }] = [connectRedis(url, pino({ level: 'silent' })), busOn(url)]
  onTestFinished(() => here.close())
  const runs = Array.from({ length: 2 * MOST_RUNS }, () => randomUUID())
  const last = countHints(there, runs.at(-1)!)
  await expect.poll(() => (here.send(runs), last()), { interval: 100 }).toBeGreaterThan(1)
  expect(there.refused).toBe(0)
})

test('a hint is read as it was printed', () => {
  const hint = { from: A, runs: [B, C], at: 1_750_000_000_000 }
  expect(readHint(Buffer.from(printHint(hint)))).toEqual(hint)
  expect(readHint(Buffer.from(`{"from":"${A}","runs":["${B}"]}`))).toEqual({ from: A, runs: [B] })
})
