import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { retain, type Keep } from '../../src/domain/retention.ts'
import { Ingest } from '../../src/domain/ingest.ts'
import { deleteRuns } from '../../src/domain/delete-runs.ts'
import { pinRun } from '../../src/domain/pin-run.ts'
import { Bus } from '../../src/live/bus.ts'
import { openStore } from '../../src/store/open.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { DATABASE, placeOf, temporaryDirectory } from '../support/database.ts'
import { simulateBuild } from '../support/simulated-build.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const DAY = 86_400_000
const LIVE = 30_000
/** Long after everything in these tests was received, so that nothing is live unless it is heard from then. */
const LATER = Date.now() + 365 * DAY

async function setUp() {
  const data = await temporaryDirectory()
  const store = await openStore(placeOf(data))
  onTestFinished(() => store.close())
  const bus = new Bus()
  const ingest = new Ingest(store, bus, Date.now)
  const late = new Ingest(store, bus, () => LATER)
  /** Stores a build that began so many days before `LATER`. */
  const build = async (daysAgo: number, processes = 10): Promise<string> => {
    const { run, submissions } = simulateBuild({ processes, start: LATER - daysAgo * DAY })
    const all = [...submissions].map(checkSubmission)
    for (let at = 0; at < all.length; at += 1000) await ingest.submit(all.slice(at, at + 1000), 0)
    return run.id
  }
  const kept = async (keep: Keep): Promise<string[]> => {
    await retain({ store, bus, keep, liveTimeout: LIVE, now: () => LATER })
    const runs = await store.reader.run.findMany({ orderBy: { startTime: 'desc' }, select: { id: true } })
    return runs.map(({ id }) => id)
  }
  return { store, bus, data, ingest, late, build, kept }
}

test('--keep deletes what began longer ago; live and pinned builds stay', async () => {
  const { store, bus, late, build, kept } = await setUp()
  const [young, old, pinned] = [await build(29), await build(31), await build(40)]
  await pinRun(store, bus, pinned, true, LATER)
  const live = aRun({ start_time: new Date(LATER - 50 * DAY).toISOString() })
  await late.submit([checkSubmission(live)], 0)
  expect(await kept({})).toContain(old)
  expect(await kept({ age: 30 * DAY })).toEqual([young, pinned, live.data.id])
  await pinRun(store, bus, pinned, false, LATER)
  expect(await kept({ age: 30 * DAY })).toEqual([young, live.data.id])
  expect(await store.reader.event.count({ where: { runId: { in: [old, pinned] } } })).toBe(0)
  expect(await store.reader.process.count({ where: { runId: { in: [old, pinned] } } })).toBe(0)
})

test('--keep-runs keeps the newest', async () => {
  const { build, kept } = await setUp()
  const builds = [await build(1), await build(2), await build(3), await build(4)]
  expect(await kept({ runs: 9 })).toEqual(builds)
  expect(await kept({ runs: 2 })).toEqual(builds.slice(0, 2))
  expect(await kept({ runs: 2, age: 1.5 * DAY })).toEqual(builds.slice(0, 1))
})

// PostgreSQL gives no space back at once, so that the daemon refuses this setting there.
if (DATABASE === 'sqlite')
  test('--keep-bytes deletes the oldest, and the file shrinks', async () => {
    const { store, data, build, kept } = await setUp()
    const builds: string[] = []
    for (let day = 1; day <= 5; day++) builds.push(await build(day, 1000))
    const size = () => statSync(join(data, 'buildspy.db')).size
    await store.reader.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
    const before = size()
    const left = await kept({ bytes: before / 2 })
    expect(left.length).toBeGreaterThan(0)
    expect(left).toEqual(builds.slice(0, left.length))
    await store.reader.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
    expect(size()).toBeLessThan(before * 0.55)
  })

test('a large run is gone at once for all who read, its rows in small steps, and ingest goes on', async () => {
  const { store, bus, ingest, build } = await setUp()
  const [large, other] = [await build(3, 10_000), await build(2)]
  await deleteRuns(store, bus, [large], LATER, LIVE)
  expect(await store.reader.event.count({ where: { runId: large } })).toBeGreaterThan(1000)
  expect(await store.reader.run.count({ where: { id: large, status: { not: 'deleted' } } })).toBe(0)
  expect((await deleteRuns(store, bus, [large], LATER, LIVE)).errors).toMatchObject([
    { error: { code: 'NOT_FOUND' } },
  ])
  const [refusal] = await ingest.submit([checkSubmission(aRun({ id: large }))], 0)
  expect(refusal).toMatchObject({ code: 'NOT_FOUND' })

  const purge = { done: false }
  const idle = store.purge.idle().then(() => (purge.done = true))
  const waits: number[] = []
  while (!purge.done) {
    const began = performance.now()
    expect(await ingest.submit([checkSubmission(anEvent(other))], 0)).toEqual([null])
    waits.push(performance.now() - began)
  }
  await idle
  waits.sort((a, b) => a - b)
  console.log(
    `purge of 20,000 events: ${waits.length} submissions meanwhile, p50 ${waits[waits.length >> 1]!.toFixed(1)} ms, at most ${waits.at(-1)!.toFixed(1)} ms`,
  )
  expect(waits.length).toBeGreaterThan(20)
  expect(await store.reader.event.count({ where: { runId: large } })).toBe(0)
  expect(await store.reader.process.count({ where: { runId: large } })).toBe(0)
  expect(await store.reader.run.count({ where: { id: large } })).toBe(0)
  expect(await ingest.submit([checkSubmission(aRun({ id: large }))], 0)).toEqual([null])
})
