import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { Analyst } from '../../src/analysis/analyst.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { runningRuns, sweep } from '../../src/services/sweep.ts'
import type { Services } from '../../src/graphql/context.ts'
import { Bus } from '../../src/live/bus.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { ClockWatch } from '../../src/server/jobs/clock.ts'
import { startSweeper, type Sweeper } from '../../src/server/jobs/sweeper.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { testDaemon } from '../support/daemon.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const HOUR = 3_600_000
const TIMEOUT = 30_000
const log = pino({ level: 'silent' })

/** The wall clock and the one that nobody sets, in milliseconds. */
let wall: number
let steady: number
let services: Services

beforeEach(async () => {
  wall = Date.parse('2026-01-02T00:00:00Z')
  steady = 0
  services = await open(await temporaryDirectory())
})

async function open(directory: string): Promise<Services> {
  const store = await openStore(placeOf(directory))
  onTestFinished(() => store.close())
  const bus = new Bus()
  const now = () => wall
  const ingest = new Ingest(store, bus, now)
  const [eventLog, analyst] = [new EventLog(store), new Analyst(store.rows)]
  return { store, bus, eventLog, ingest, analyst, now, liveTimeout: TIMEOUT }
}

/** Clocks that agree, unless they do not. */
const clocks = { compare: async () => {}, isOdd: false }

function sweeperOf(services: Services, clockReport = clocks): Sweeper {
  const sweeper = startSweeper(services, 60, log, clockReport, new ClockWatch(services.now, () => steady))
  onTestFinished(() => sweeper.stop())
  return sweeper
}

const pass = (seconds: number) => {
  wall += seconds * 1000
  steady += seconds * 1000
}

/** Ticks every ten seconds, as the schedule does. @returns what was given up */
async function watch(sweeper: Sweeper, seconds: number, each = async () => {}): Promise<string[]> {
  const crashed: string[] = []
  for (let at = 0; at < seconds; at += 10) {
    pass(10)
    await each()
    crashed.push(...(await sweeper.tick()))
  }
  return crashed
}

const submit = (...submissions: object[]) => services.ingest.submit(submissions.map(checkSubmission), 0)

async function begin(): Promise<string> {
  const run = aRun()
  await submit(run)
  return run.data.id
}

describe('8 sweepers', () => {
  test('on 1,000 silent runs: one crash event each', async () => {
    const runs = Array.from({ length: 1000 }, () => aRun())
    await submit(...runs)
    const sweepers = Array.from({ length: 8 }, () => sweeperOf(services))
    await Promise.all(sweepers.map((sweeper) => sweeper.tick()))
    const { store, bus } = services
    const silent = await runningRuns(store)
    pass(31)
    const heard = await begin()
    const verdicts = await Promise.all([
      ...sweepers.map((sweeper) => sweeper.tick()),
      ...Array.from({ length: 8 }, () => sweep(store, bus, silent, wall)),
    ])
    expect(verdicts.flat().toSorted()).toEqual(runs.map((run) => run.data.id).toSorted())
    const events = await services.store.reader.event.findMany({
      select: { runId: true, seq: true, type: true },
    })
    expect(events).toHaveLength(1000)
    expect(new Set(events.map((event) => event.runId)).size).toBe(1000)
    expect(events.every(({ seq, type }) => seq === 1 && type === 'build_crashed')).toBe(true)
    const left = await services.store.reader.run.findMany({
      where: { status: 'running' },
      select: { id: true },
    })
    expect(left).toEqual([{ id: heard }])
  })
})

describe.each([
  ['forwards', HOUR],
  ['back', -HOUR],
])('the clock is set an hour %s', (_, jump) => {
  test('no build that is heard from is given up; a silent one is, a timeout later', async () => {
    const sweeper = sweeperOf(services)
    const [heard, silent] = [await begin(), await begin()]
    const speak = async () => void (await submit(anEvent(heard, 'resource_update')))
    expect(await watch(sweeper, 20, speak)).toEqual([])
    wall += jump
    expect(await watch(sweeper, 30, speak)).toEqual([])
    expect(await watch(sweeper, 10, speak)).toEqual([silent])
    expect(await watch(sweeper, 60, speak)).toEqual([])
  })

  test('both are silent, and both are found', async () => {
    const sweeper = sweeperOf(services)
    const runs = [await begin(), await begin()]
    wall += jump
    expect((await watch(sweeper, 60)).toSorted()).toEqual(runs.toSorted())
  })
})

test('a daemon that was down for 5 minutes judges after a whole timeout, and only what is still silent', async () => {
  const [back, gone] = [await begin(), await begin()]
  await services.store.close()
  pass(300)
  const directory = await temporaryDirectory()
  services = await open(directory)
  for (const id of [back, gone]) await submit(aRun({ id }))
  await services.store.writer.transaction(async (transaction) => {
    const { runs } = await transaction.read({ runs: [back, gone] })
    transaction.saveRuns(runs.map((run) => ({ ...run, lastSeenAt: BigInt(wall - 300_000) })))
  })
  const sweeper = sweeperOf(services)
  expect(await watch(sweeper, 20)).toEqual([])
  await submit(anEvent(back, 'resource_update'))
  expect(await watch(sweeper, 20)).toEqual([gone])
})

test('a clock that runs fast, or that another daemon dates by, makes nobody silent', async () => {
  const sweeper = sweeperOf(services)
  const [heard, silent] = [await begin(), await begin()]
  let seconds = 0
  const speak = async () => {
    // A fifth too fast, which is no jump; and heard by one whose clock is ten minutes behind.
    wall += 1900
    seconds += 10
    if (seconds % 20) return
    await submit(anEvent(heard, 'resource_update'))
    await services.store.writer.transaction(async (transaction) => {
      const { runs } = await transaction.read({ runs: [heard] })
      transaction.saveRuns(runs.map((run) => ({ ...run, lastSeenAt: run.lastSeenAt - 600_000n })))
    })
  }
  expect(await watch(sweeper, 30, speak)).toEqual([])
  expect(await watch(sweeper, 10, speak)).toEqual([silent])
  expect(await watch(sweeper, 600, speak)).toEqual([])
})

test('a daemon that was stopped for two minutes judges a whole timeout later', async () => {
  const sweeper = sweeperOf(services)
  const [back, gone] = [await begin(), await begin()]
  expect(await watch(sweeper, 30)).toEqual([])
  pass(120)
  expect(await sweeper.tick()).toEqual([])
  await submit(anEvent(back, 'resource_update'))
  expect(await watch(sweeper, 20)).toEqual([])
  expect(await watch(sweeper, 10)).toEqual([gone])
})

test('a daemon whose clock is the odd one judges nobody, and does once it is set', async () => {
  const odd = { ...clocks, isOdd: true }
  const sweeper = sweeperOf(services, odd)
  const id = await begin()
  expect(await watch(sweeper, 120)).toEqual([])
  odd.isOdd = false
  expect(await watch(sweeper, 10)).toEqual([id])
})

test('while submissions are refused, nobody is given up for being silent', async () => {
  const sweeper = sweeperOf(services)
  const id = await begin()
  const tooMany = Array.from({ length: 10_001 }, () => checkSubmission(anEvent(id)))
  const refused = async () => {
    await expect(services.ingest.submit(tooMany, 0)).rejects.toThrow('more submissions waiting')
  }
  expect(await watch(sweeper, 120, refused)).toEqual([])
  expect(await watch(sweeper, 40)).toEqual([id])
})

test('the verdict reaches all subscribers, over the wire', async () => {
  const daemon = await testDaemon(undefined, { crashTimeout: 1, sweepEvery: 1 })
  const id = randomUUID()
  await daemon.submit(aRun({ id }))
  await expect
    .poll(async () => (await daemon.get(`/api/runs/${id}`)).body, { timeout: 10_000, interval: 100 })
    .toMatchObject({ status: 'failed', exit_code: -1 })
  const { body } = await daemon.get(`/api/runs/${id}/events`)
  expect(body).toMatchObject([{ type: 'build_crashed', process: { name: 'monitor', pid: 0 } }])
})
