import { expect, onTestFinished, test } from 'vitest'
import { startDaemon } from '../../src/daemon.ts'
import { clientOf, temporaryDirectory, testConfig } from '../support/daemon.ts'
import { startRedis } from '../support/redis.ts'
import { anEvent, aRun } from '../support/submissions.ts'

/** The skew that a daemon shows, in seconds. */
async function skewOf(url: string, against: 'database' | 'peers'): Promise<number | undefined> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const value = new RegExp(`buildspy_clock_skew_seconds\\{against="${against}"\\} (\\S+)`).exec(text)?.[1]
  return value === undefined ? undefined : Number(value)
}

test.each([-60, 60])(
  'of two daemons, one has a clock %d s off: it is noticed by both, it gives up nobody, and no live build is given up',
  { timeout: 60_000 },
  async (off) => {
    const redis = await startRedis()
    const config = {
      ...testConfig(await temporaryDirectory()),
      redisUrl: redis.url,
      logLevel: 'silent',
      crashTimeout: 3,
      sweepEvery: 1,
    } as const
    const start = async (shift: number) => {
      const daemon = await startDaemon(
        { ...config, data: await temporaryDirectory() },
        () => Date.now() + shift,
      )
      onTestFinished(() => daemon.close())
      const url = daemon.url.replace('localhost', '127.0.0.1')
      return { url, close: () => daemon.close(), ...clientOf(url) }
    }
    const odd = await start(off * 1000)
    const [silent, live] = [aRun(), aRun()]
    await odd.submit(silent, live)
    const speak = async () => odd.submit(anEvent(live.data.id, 'resource_update'))
    // Alone, it would have judged by now.
    for (let quarter = 0; quarter < 24; quarter++) {
      await speak()
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    expect((await odd.get('/api/stats')).body.by_status.failed ?? 0).toBe(0)
    const right = await start(0)
    const ofSilent = async () => {
      await speak()
      return (await right.get(`/api/runs/${silent.data.id}`)).body.status
    }
    await expect.poll(ofSilent, { timeout: 15_000, interval: 500 }).toBe('failed')
    expect((await right.get(`/api/runs/${live.data.id}`)).body.status).toMatch(/^running/)
    expect(await skewOf(odd.url, 'database')).toBeCloseTo(off, -1)
    expect(await skewOf(right.url, 'database')).toBeCloseTo(0, -1)
    await expect.poll(() => skewOf(odd.url, 'peers'), { timeout: 15_000 }).toBeCloseTo(off, -1)
    await expect.poll(() => skewOf(right.url, 'peers'), { timeout: 15_000 }).toBeCloseTo(-off, -1)
  },
)
