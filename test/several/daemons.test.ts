import { describe, expect, test, vi } from 'vitest'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'
import { startCluster } from './support/cluster.ts'
import { startLoad, watchRun } from './support/load.ts'

// Two daemons, PostgreSQL and Redis start anew for each, which on a busy machine takes most of it.
vi.setConfig({ testTimeout: 60_000 })

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

const quantile = (values: readonly number[], part: number): string =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length * part)]!.toFixed(1)

test('what one stores, the other shows at once', async () => {
  const { daemons } = await startCluster()
  const run = aRun()
  await daemons[0].submit(run)
  const { seen } = watchRun(daemons[1].url, run.data.id)
  const submit = async () => {
    const event = anEvent(run.data.id)
    await daemons[0].submit(event)
    return { id: event.data.id, at: performance.now() }
  }
  // Until the first is seen the subscription was perhaps not there.
  const first = await submit()
  await expect.poll(() => seen[0]?.id).toBe(first.id)
  const sent = []
  for (let i = 0; i < 200; i++) sent.push(await submit())
  await expect.poll(() => seen.length).toBe(201)
  const delays = sent.map(({ id, at }) => Math.max(0, seen.find((event) => event.id === id)!.at - at))
  console.log(
    `across daemons: answer → subscriber p50 ${quantile(delays, 0.5)}, p99 ${quantile(delays, 0.99)} ms`,
  )
  // Without a hint each would wait for the clock, a second on average.
  expect(Number(quantile(delays, 0.5))).toBeLessThan(500)
})

describe('under load, nothing acknowledged is lost and no event is seen twice', () => {
  const disturbances = {
    'a daemon is killed': ({ replace }) => replace(0),
    'Redis restarts': async ({ redis, load }) => {
      await redis.stop()
      await load(100)
      await redis.start()
    },
    'PostgreSQL restarts': async ({ postgresql }) => {
      await postgresql.crash()
      await postgresql.start()
    },
  } satisfies Record<string, (cluster: Disturbed) => Promise<void>>
  type Disturbed = Awaited<ReturnType<typeof startCluster>> & { load: (more: number) => Promise<void> }

  test.each(Object.entries(disturbances))('%s', { timeout: 90_000 }, async (what, disturb) => {
    const cluster = await startCluster()
    const run = aRun()
    const { id } = run.data
    await cluster.submit(run)
    const watchers = cluster.daemons.map((daemon) => watchRun(daemon.url, id))
    const balanced = watchRun(cluster.url, id)
    const load = startLoad(cluster.url, id)
    /** Waits until so many more are acknowledged. */
    const more = async (count: number) => {
      const goal = load.acknowledged.length + count
      await expect.poll(() => load.acknowledged.length, { timeout: 30_000 }).toBeGreaterThanOrEqual(goal)
    }
    await more(200)
    const began = performance.now()
    await disturb({ ...cluster, load: more })
    await more(200)
    const took = performance.now() - began
    await load.stop()

    const { body } = await cluster.get(`/api/runs/${id}/events`)
    const stored = body.map((event: { id: string }) => event.id)
    expect(new Set(stored).size).toBe(stored.length)
    const whole = new Set(stored)
    expect(load.acknowledged.filter((event) => !whole.has(event))).toEqual([])
    for (const { seen } of [balanced, ...(what === 'a daemon is killed' ? [watchers[1]!] : watchers)]) {
      await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(stored.length)
      expect(seen.map((event) => event.seq)).toEqual(upTo(stored.length))
    }
    // A subscription outlives what its daemon outlives.
    expect(watchers[1]!.reconnections()).toBe(0)
    console.log(
      `${what}: ${load.acknowledged.length} acknowledged, ${stored.length} stored, ${load.refused()} tried again, ` +
        `200 more within ${took.toFixed(0)} ms`,
    )
  })
})

test('while PostgreSQL is away all is refused, to be tried again; no log shows its password', async () => {
  const { daemons, get, postgresql, post, submit } = await startCluster()
  const run = aRun()
  await submit(run)
  const password = new URL(postgresql.urlOf('postgres')).password
  await postgresql.crash()
  const refused = await post('/api/live/submit', JSON.stringify(anEvent(run.data.id)))
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
  for (const path of ['/readyz', '/api/runs', `/api/runs/${run.data.id}/events`, '/api/stats'])
    expect([path, (await get(path)).status]).toEqual([path, 503])
  expect((await get('/healthz')).status).toBe(200)
  await postgresql.start()
  await submit(anEvent(run.data.id))
  await expect.poll(async () => (await get('/readyz')).status).toBe(200)
  for (const daemon of daemons) expect(daemon.log()).not.toContain(password)
  expect(daemons.map((daemon) => daemon.log()).join('')).toContain('the database cannot write')
})

test('both give up silent runs: one verdict each', { timeout: 60_000 }, async () => {
  const flags = ['--crash-timeout', '2', '--sweep-every', '1', '--log-level', 'info']
  const { daemons, get, graph, post, submit } = await startCluster(...flags)
  const runs = Array.from({ length: 300 }, () => aRun())
  await post('/api/live/submit', ndjson(runs), 'application/x-ndjson')
  const count = async () => (await get('/api/stats')).body.by_status.failed
  await expect.poll(count, { timeout: 20_000 }).toBe(300)
  // Until this one is given up, both have swept again.
  const last = aRun()
  await submit(last)
  await expect.poll(count, { timeout: 20_000 }).toBe(301)
  const verdicts = daemons.map((daemon) => daemon.log().split('gave up').length - 1)
  const { data } = await graph(
    '{ runs(first: 500) { nodes { seq exitCode events(first: 3) { nodes { type } } } } }',
  )
  expect(data.runs.nodes).toEqual(
    [...runs, last].map(() => ({ seq: 1, exitCode: -1, events: { nodes: [{ type: 'build_crashed' }] } })),
  )
  console.log(`verdicts: ${verdicts.join(' and ')}`)
})

test('a run that both hear of at once is one run, with all its events', async () => {
  const { daemons, get } = await startCluster()
  for (let round = 0; round < 30; round++) {
    const run = aRun()
    const { id } = run.data
    const lines = () => ndjson([run, anEvent(id), anEvent(id)])
    const responses = await Promise.all(
      daemons.map((daemon) => daemon.post('/api/live/submit', lines(), 'application/x-ndjson')),
    )
    for (const response of responses) expect(await response.json()).toMatchObject({ accepted: 3 })
    expect((await get(`/api/runs/${id}/events`)).body).toHaveLength(4)
  }
})
