import { randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'
import { freePort } from '../../../scripts/server-process.mjs'
import { testDaemon } from '../../../test/support/daemon.ts'
import { placeOf, temporaryDirectory } from '../../../test/support/database.ts'
import { slowness } from '../../../test/support/slowness.ts'
import { aProcess, anEvent, aRun } from '../../../test/support/submissions.ts'
import { Ingest } from '../../services/ingest.ts'
import { Misconfigured } from '../../errors.ts'
import { Bus } from '../../live/bus.ts'
import { checkSubmission } from '../../wire/parse.ts'
import { openStore } from '../store.ts'

const server = inject('postgresql')!

/** The address of the server with something else in it. */
function addressWith(change: (url: URL) => void): string {
  const url = new URL(server)
  change(url)
  return url.href
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client(server)
  client.on('error', () => {})
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

/** Two stores of one database, as two daemons have. */
async function twoStores() {
  const place = placeOf(await temporaryDirectory())
  const open = async () => {
    const store = await openStore(place)
    onTestFinished(() => store.close())
    const ingest = new Ingest(store, new Bus(), Date.now)
    return { store, submit: (...all: object[]) => ingest.submit(all.map(checkSubmission), 0) }
  }
  return Promise.all([open(), open()])
}

test('what keeps it from starting is said in a sentence, without the password', async () => {
  const port = await freePort()
  const silent = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  onTestFinished(() => void silent.close())
  await once(silent, 'listening')
  const stranger = `stranger_${randomUUID().slice(0, 8)}`
  const directory = await temporaryDirectory()
  const { pathname } = new URL(placeOf(directory).databaseUrl!)
  await administer(`CREATE USER ${stranger} PASSWORD 's3cret-of-the-stranger'`)
  onTestFinished(() => administer(`DROP USER ${stranger}`))
  const cases: [string, RegExp][] = [
    [
      addressWith((url) => (url.password = 's3cret')),
      /does not let in buildspy: .* Check user and password in --database-url/,
    ],
    [addressWith((url) => (url.pathname = '/nowhere')), /has no database nowhere\. Make it: createdb/],
    [
      addressWith((url) => (url.port = String(port))),
      /127\.0\.0\.1:\d+ cannot be used: connect ECONNREFUSED/,
    ],
    [
      addressWith((url) => (url.port = String((silent.address() as AddressInfo).port))),
      /cannot be used: Connection terminated/,
    ],
    [
      addressWith((url) => {
        url.username = stranger
        url.password = 's3cret-of-the-stranger'
        url.pathname = pathname
      }),
      /permission denied for schema public\. Let stranger_\w+ make tables in .*: GRANT CREATE/,
    ],
  ]
  for (const [databaseUrl, message] of cases) {
    const error = await openStore({ data: '', databaseUrl }).catch((cause: unknown) => cause)
    expect(error).toBeInstanceOf(Misconfigured)
    expect((error as Error).message).toMatch(message)
    expect((error as Error).message).not.toContain(new URL(databaseUrl).password)
  }
})

test('text that PostgreSQL refuses is refused at the door, or made into text', async () => {
  const { post, submit, get } = await testDaemon()
  const run = aRun({ command: 'a\ud800b', labels: { 'k\udfff': 'v' }, status: 'completed' })
  await submit(run, anEvent(run.data.id, 'process_start', { cmdline: 'cc \ud83d' }))
  const refused = await post('/api/live/submit', JSON.stringify(aRun({ command: 'a\0b' })))
  expect([refused.status, (await refused.json()).error]).toEqual([400, expect.stringContaining('NUL')])
  expect((await get(`/api/runs/${run.data.id}`)).body.command).toBe('a\ufffdb')
  expect((await get(`/api/runs/${run.data.id}/events`)).body[0].process.cmdline).toBe('cc \ufffd')
  const found = async (search: string) => (await get(`/api/runs?search=${search}`)).body.length
  expect([await found('%00'), await found('a%EF%BF%BDb')]).toEqual([0, 1])
})

test('a text is stored as it is, whatever it holds and however long it is', async () => {
  const [{ store, submit }] = await twoStores()
  const run = aRun()
  const { id } = run.data
  const long = '€'.repeat(60_000)
  const texts = ['\\', '\\N', '\\.', 'a\tb\nc\r\nd', '\\\\t', '"{}', `\u2028😀`, long, `${long}\\`]
  const processes = texts.map((cmdline, pid) => aProcess(id, { pid: pid + 1, cmdline }))
  await submit(run, ...processes.map((data) => ({ type: 'process', data })))
  await submit(...processes.map((process) => anEvent(id, 'process_start', process)))
  const stored = await store.reader.process.findMany({ where: { runId: id }, orderBy: { pid: 'asc' } })
  expect(stored.map((row) => row.cmdline)).toEqual(texts)
  const events = await store.reader.event.findMany({ where: { runId: id }, orderBy: { seq: 'asc' } })
  expect(events.map(({ snapshot }) => JSON.parse(snapshot).cmdline)).toEqual(texts)
})

test('times and durations at the ends of their ranges can be ordered and drawn', async () => {
  const { submit, graph } = await testDaemon()
  const [first, last] = ['1678-01-02T00:00:00Z', '2261-12-30T00:00:00Z']
  const longest = aRun({ start_time: first, end_time: last, status: 'failed' })
  const claimed = aRun({ duration: Number.MAX_SAFE_INTEGER, status: 'completed' })
  const { id } = longest.data
  await submit(longest, claimed, {
    type: 'process',
    data: aProcess(id, { start_time: last, end_time: last }),
  })
  const { data, errors } = await graph(
    `{ runs(order: slowest) { nodes { id } pageInfo { endCursor } } run(id: "${id}") { timeline } }`,
  )
  expect(errors).toBeUndefined()
  expect(data.runs.nodes).toEqual([{ id: claimed.data.id }, { id }])
  expect(data.run.timeline.start[0]).toBeCloseTo(Date.parse(last) - Date.parse(first), -3)
})

test('two daemons that touch the same new runs, in opposite orders, do not get in each other’s way', async () => {
  const [one, other] = await twoStores()
  for (let round = 0; round < 20; round++) {
    const runs = Array.from({ length: 20 }, () => aRun())
    const events = runs.flatMap((run) => [run, anEvent(run.data.id)])
    const again = runs.toReversed().flatMap((run) => [run, anEvent(run.data.id)])
    const outcomes = await Promise.all([one.submit(...events), other.submit(...again)])
    expect(outcomes.flat().every((outcome) => outcome === null)).toBe(true)
    const stored = await one.store.reader.run.findMany({
      where: { id: { in: runs.map((run) => run.data.id) } },
    })
    expect(stored.map((run) => run.seq)).toEqual(runs.map(() => 2))
  }
})

test(
  'a daemon that hangs within a transaction holds up the others for ten seconds at most',
  { timeout: 40_000 },
  async () => {
    const [hanging, other] = await twoStores()
    const run = aRun()
    const { id } = run.data
    await other.submit(run)
    let wake = () => {}
    const asleep = new Promise<void>((resolve) => (wake = resolve))
    let holds = () => {}
    const held = new Promise<void>((resolve) => (holds = resolve))
    const lost = hanging.store.writer.transaction(async (transaction) => {
      const { runs } = await transaction.read({ runs: [id] })
      holds()
      await asleep
      transaction.saveRuns(runs)
    })
    await held
    const began = performance.now()
    expect(await other.submit(anEvent(id))).toEqual([null])
    expect(performance.now() - began).toBeLessThan(10_000 + 5000 * slowness())
    wake()
    await expect(lost).rejects.toThrow('The connection to PostgreSQL was lost')
    expect(await hanging.submit(anEvent(id))).toEqual([null])
  },
)

test('connections that the server ends fail nothing but what is under way, not even while we close', async () => {
  for (let round = 0; round < 5; round++) {
    const place = placeOf(await temporaryDirectory())
    const store = await openStore(place)
    // So that many are open.
    const read = () => Promise.all(Array.from({ length: 10 }, () => store.reader.run.count()))
    await read()
    const { pathname } = new URL(place.databaseUrl!)
    await administer(
      `SELECT pg_terminate_backend("pid") FROM pg_stat_activity WHERE "datname" = '${pathname.slice(1)}'`,
    )
    await expect.poll(() => read().catch(() => undefined)).toEqual(Array(10).fill(0))
    await store.close()
    await administer(`DROP DATABASE "${pathname.slice(1)}" WITH (FORCE)`)
    await administer(`CREATE DATABASE "${pathname.slice(1)}"`)
  }
})

test('a database that takes no writes, as after a failover, is not ready, and is again once it does', async () => {
  const data = await temporaryDirectory()
  const { get, post } = await testDaemon(data)
  expect((await get('/readyz')).status).toBe(200)
  const name = new URL(placeOf(data).databaseUrl!).pathname.slice(1)
  const setReadOnly = async (value: 'on' | 'off') => {
    await administer(`ALTER DATABASE "${name}" SET default_transaction_read_only = ${value}`)
    // Of connections that stand already it is no setting.
    await administer(`SELECT pg_terminate_backend("pid") FROM pg_stat_activity WHERE "datname" = '${name}'`)
  }
  await setReadOnly('on')
  await expect.poll(async () => (await get('/readyz')).status).toBe(503)
  expect((await get('/api/stats')).status).toBe(200)
  expect((await post('/api/delete', JSON.stringify({ run_ids: [randomUUID()] }))).status).toBe(503)
  expect((await post('/api/live/submit', JSON.stringify(aRun()))).status).toBe(503)
  await setReadOnly('off')
  await expect.poll(async () => (await get('/readyz')).status).toBe(200)
})
