import { expect, test } from 'vitest'
import { deleteRuns } from '../../src/services/deletion.ts'
import { pinRun } from '../../src/services/pin.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { DAY, LATER, LIVE, storeOfBuilds } from '../support/retention.ts'
import { anEvent, aRun } from '../support/submissions.ts'

test('--keep deletes what began longer ago; live and pinned builds stay', async () => {
  const { store, bus, late, build, kept } = await storeOfBuilds()
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
  const { build, kept } = await storeOfBuilds()
  const builds = [await build(1), await build(2), await build(3), await build(4)]
  expect(await kept({ runs: 9 })).toEqual(builds)
  expect(await kept({ runs: 2 })).toEqual(builds.slice(0, 2))
  expect(await kept({ runs: 2, age: 1.5 * DAY })).toEqual(builds.slice(0, 1))
})

test('a large run is gone at once for all who read, its rows in small steps, and ingest goes on', async () => {
  const { store, bus, ingest, build } = await storeOfBuilds()
  const [large, other] = [await build(3, 10_000), await build(2)]
  await deleteRuns(store, bus, [large], LATER, LIVE)
  expect(await store.reader.event.count({ where: { runId: large } })).toBeGreaterThan(1000)
  expect(await store.reader.run.count({ where: { id: large, status: { not: 'deleted' } } })).toBe(0)
  expect((await deleteRuns(store, bus, [large], LATER, LIVE)).errors).toMatchObject([
    { error: { code: 'NOT_FOUND' } },
  ])
  const [refusal] = await ingest.submit([checkSubmission(aRun({ id: large }))], 0)
  expect(refusal).toMatchObject({ code: 'NOT_FOUND' })

  const state = { purged: false }
  const purge = store.purge.idle().then(() => (state.purged = true))
  const waits: number[] = []
  while (!state.purged) {
    const began = performance.now()
    expect(await ingest.submit([checkSubmission(anEvent(other))], 0)).toEqual([null])
    waits.push(performance.now() - began)
  }
  await purge
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
