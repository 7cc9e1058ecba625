import { randomUUID } from 'node:crypto'
import { setMaxListeners } from 'node:events'
import { beforeEach, describe, expect, test } from 'vitest'
import { placeOf, temporaryDirectory } from '../../test/support/database.ts'
import { anEvent, aRun } from '../../test/support/submissions.ts'
import { deleteRuns } from '../services/deletion.ts'
import { Ingest } from '../services/ingest.ts'
import { openStore, type Store } from '../store/store.ts'
import { checkSubmission } from '../wire/parse.ts'
import { Bus } from './bus.ts'
import { EventLog } from './event-log.ts'
import { RecentRuns, type RunsChange } from './recent-runs.ts'
import { tailAllEvents } from './tail-all.ts'
import { tailEvents, tailRuns } from './tail.ts'

let store: Store
let bus: Bus
let ingest: Ingest
let id: string
const controller = () => new AbortController()

beforeEach(async () => {
  store = await openStore(placeOf(await temporaryDirectory()))
  bus = new Bus()
  ingest = new Ingest(store, bus, Date.now)
  id = randomUUID()
  await ingest.submit([checkSubmission(aRun({ id }))], 0)
  return () => store.close()
})

const addEvents = (count: number) =>
  ingest.submit(
    Array.from({ length: count }, () => checkSubmission(anEvent(id))),
    0,
  )

async function take(count: number, after: number, signal: AbortSignal): Promise<number[]> {
  const seen: number[] = []
  for await (const rows of tailEvents(new EventLog(store), bus, id, after, signal)) {
    seen.push(...rows.map((row) => row.seq))
    if (seen.length >= count) break
  }
  return seen
}

const sequence = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, i) => first + i)

describe('tailEvents', () => {
  test('gives what is stored, in order, across batches', async () => {
    await addEvents(1200)
    expect(await take(1200, 0, controller().signal)).toEqual(sequence(1, 1200))
  })

  test('goes on with what comes, however the reader falls into it', async () => {
    const readers = [0, 40, 80, 120].map((after) => take(200 - after, after, controller().signal))
    for (let i = 0; i < 20; i++) await addEvents(10)
    const seen = await Promise.all(readers)
    seen.forEach((each, i) => expect(each).toEqual(sequence(i * 40 + 1, 200)))
  })

  test('loses nothing when hints are lost', async () => {
    class SilentBus extends Bus {
      override publish() {}
    }
    const silent = new Ingest(store, new SilentBus(), Date.now)
    const reading = take(5, 0, controller().signal)
    await silent.submit(
      Array.from({ length: 5 }, () => checkSubmission(anEvent(id))),
      0,
    )
    expect(await reading).toEqual(sequence(1, 5))
  })

  test('ends when its signal aborts, and when the run is deleted', async () => {
    const stop = controller()
    const aborted = take(1, 0, stop.signal)
    stop.abort()
    expect(await aborted).toEqual([])

    const deleted = take(1, 0, controller().signal)
    await deleteRuns(store, bus, [id], Date.now() + 60_000, 30_000)
    expect(await deleted).toEqual([])
  })
})

test('tailRuns tells of runs that change and of runs that go', async () => {
  const changes = tailRuns(new RecentRuns(store, Date.now, 0), bus, controller().signal)
  const next = async () => (await changes.next()).value as RunsChange
  expect((await next()).runs.map((run) => run.id)).toEqual([id])
  await addEvents(3)
  const changed = await next()
  expect(changed.runs.map((run) => run.seq).at(-1)).toBe(3)
  await deleteRuns(store, bus, [id], Date.now() + 60_000, 30_000)
  expect((await next()).deleted).toEqual([id])
  await changes.return(undefined)
})

test('two hundred watchers of all runs cost about one read a change, and those that keep up get the very same news', async () => {
  let reads = 0
  const counted = await openStore(placeOf(await temporaryDirectory()), () => reads++)
  // The purge that every start begins reads as well.
  await counted.purge.idle()
  const ingest = new Ingest(counted, bus, Date.now)
  const [recent, log] = [new RecentRuns(counted, Date.now, 50), new EventLog(counted)]
  const stop = controller()
  setMaxListeners(0, stop.signal)
  const place = { cursors: new Map<string, number>(), at: Date.now() }
  const news = Array.from({ length: 200 }, () => tailRuns(recent, bus, stop.signal))
  const events = Array.from({ length: 200 }, () =>
    tailAllEvents(counted, log, recent, bus, { ...place, cursors: new Map() }, stop.signal),
  )
  await ingest.submit([checkSubmission(aRun({ id })), checkSubmission(anEvent(id))], 0)
  await Promise.all([...news, ...events].map((watcher) => watcher.next()))
  reads = 0
  const changes = 5
  for (let n = 0; n < changes; n++) {
    const next = Promise.all(news.map((watcher) => watcher.next()))
    const batches = Promise.all(events.map((watcher) => watcher.next()))
    await ingest.submit([checkSubmission(anEvent(id))], 0)
    expect(new Set((await next).map(({ value }) => value)).size).toBe(1)
    expect(new Set((await batches).map(({ value }) => value)).size).toBe(1)
  }
  // Those of ingest, of the runs, of the deleted ones, of the sequences and of the events; once more in between.
  expect(reads).toBeLessThan(changes * 20)
  stop.abort()
  await Promise.all([...news, ...events].map((watcher) => watcher.return(undefined)))
  await counted.close()
})
