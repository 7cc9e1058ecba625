import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createClient } from 'graphql-ws'
import { pino } from 'pino'
import { parse } from 'graphql'
import { describe, expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { Analyst } from '../../src/analysis/analyst.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { Bus } from '../../src/live/bus.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { createGraph } from '../../src/server/graphql/graph.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { testDaemon } from '../support/daemon.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { aProcess, anEvent, aRun } from '../support/submissions.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it asked for
type Data = any
type Result = { data: Data; errors?: unknown }

test('the nested query on a run of 10,000 events takes a constant number of statements', async () => {
  let statements = 0
  const store = await openStore(placeOf(await temporaryDirectory()), () => statements++)
  onTestFinished(() => store.close())
  await store.purge.idle()
  const [bus, eventLog, analyst] = [new Bus(), new EventLog(store), new Analyst(store.rows)]
  const ingest = new Ingest(store, bus, Date.now)
  const reader = { name: null, from: '', scopes: new Set(['read'] as const), expires: Infinity }
  const services = { store, bus, eventLog, ingest, analyst, now: Date.now, liveTimeout: 30_000 }
  const graph = createGraph(services, pino({ level: 'silent' }))
  const id = randomUUID()
  const start = { type: 'process_start', ppid: 1 } as const
  const events = (count: number) =>
    Array.from({ length: count }, (_, i) =>
      checkSubmission(anEvent(id, start.type, { pid: 1 + (i % 3000), ppid: 1 + (i % 7) })),
    )
  await ingest.submit([checkSubmission(aRun({ id })), ...events(2000)], 0)
  for (let i = 0; i < 4; i++) await ingest.submit(events(2000), 0)

  const document = parse(`query ($id: UUID!, $first: Int!) { run(id: $id) {
    events(first: $first) { nodes { seq process { name parent { pid } children { pid } } } }
    processes(first: $first) { nodes { pid children { pid parent { pid } } } }
  } }`)
  const count = async (first: number) => {
    statements = 0
    const { data, errors } = (await graph.as(reader).query(document, { id, first })) as Result
    expect(errors).toBeUndefined()
    expect(data.run.events.nodes).toHaveLength(first)
    expect(data.run.processes.nodes).toHaveLength(first)
    expect(data.run.events.nodes[0].process.name).toBe('cc1')
    return statements
  }
  const few = await count(5)
  expect(few).toBeGreaterThan(2)
  expect(few).toBeLessThanOrEqual(12)
  expect(await count(500)).toBe(few)
})

test('connections walk both ways, and name a wrong cursor or size', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(
    run,
    ...Array.from({ length: 5 }, (_, i) => anEvent(run.data.id, 'process_start', { pid: i })),
  )
  const page = async (args: string) => {
    const { data, errors } = await daemon.graph(
      `{ run(id: "${run.data.id}") { events(${args}) { totalCount nodes { seq } pageInfo { hasNextPage endCursor startCursor } } } }`,
    )
    return errors ? errors[0]!.extensions?.code : data.run.events
  }
  const seqs = (connection: { nodes: { seq: number }[] }) => connection.nodes.map((event) => event.seq)
  const first = await page('first: 2')
  expect(first).toMatchObject({ totalCount: 5, pageInfo: { hasNextPage: true } })
  expect(seqs(first)).toEqual([1, 2])
  expect(seqs(await page(`first: 9, after: "${first.pageInfo.endCursor}"`))).toEqual([3, 4, 5])
  const last = await page('last: 2')
  expect(seqs(last)).toEqual([4, 5])
  expect(seqs(await page(`last: 2, before: "${last.pageInfo.startCursor}"`))).toEqual([2, 3])
  expect(await page('first: 2, after: "nonsense"')).toBe('BAD_USER_INPUT')
  expect(await page('first: 501')).toBe('BAD_USER_INPUT')
})

test('runs can be ordered, filtered and paged', async () => {
  const daemon = await testDaemon()
  const at = (day: number, duration: number, status: 'completed' | 'failed') =>
    aRun({ start_time: `2026-01-0${day}T00:00:00Z`, duration, status })
  const runs = [at(1, 30, 'completed'), at(2, 10, 'failed'), at(3, 20, 'completed')]
  await daemon.submit(...runs)
  const list = async (args: string) => {
    const { data } = await daemon.graph(
      `{ runs(${args}) { totalCount pageInfo { endCursor } nodes { id } } }`,
    )
    return {
      ...data.runs,
      ids: data.runs.nodes.map((run: { id: string }) => runs.findIndex((r) => r.data.id === run.id)),
    }
  }
  expect((await list('order: newest')).ids).toEqual([2, 1, 0])
  expect((await list('order: slowest')).ids).toEqual([0, 2, 1])
  expect((await list('order: fastest, last: 1')).ids).toEqual([0])
  const first = await list('order: slowest, first: 1')
  expect(first.totalCount).toBe(3)
  expect((await list(`order: slowest, first: 5, after: "${first.pageInfo.endCursor}"`)).ids).toEqual([2, 1])
  expect((await list('status: [failed]')).ids).toEqual([1])
})

test('submit stores what is valid, in order, and lists the rest; deleteRuns answers for each id', async () => {
  const daemon = await testDaemon()
  const id = randomUUID()
  const { data } = await daemon.graph(
    `mutation ($submissions: [SubmissionInput!]!) { submit(submissions: $submissions) { accepted rejected { index code message } } }`,
    {
      submissions: [
        {
          buildRun: {
            id,
            command: 'make',
            startTime: '2026-01-01T00:00:00Z',
            status: 'completed',
            exitCode: 0,
          },
        },
        { process: { buildRunId: randomUUID(), pid: 1, startTime: '2026-01-01T00:00:00Z' } },
        {
          buildEvent: {
            id: randomUUID(),
            buildRunId: id,
            timestamp: '2026-01-01T00:00:00Z',
            type: 'process_start',
            process: {
              buildRunId: id,
              pid: 1,
              startTime: '2026-01-01T00:00:00Z',
              commandLine: 'cc',
              memory: '18446744073709551615',
            },
          },
        },
      ],
    },
  )
  expect(data.submit).toMatchObject({ accepted: 2, rejected: [{ index: 1, code: 'NOT_FOUND' }] })
  const live = aRun()
  await daemon.submit(live)
  const unknown = randomUUID()
  const deletion = await daemon.graph(
    `mutation ($ids: [ID!]!) { deleteRuns(ids: $ids) { deleted totalRequested errors { id code } } }`,
    { ids: [id, live.data.id, unknown, id] },
  )
  expect(deletion.data.deleteRuns).toEqual({
    deleted: [id],
    totalRequested: 4,
    errors: [
      { id: live.data.id, code: 'CONFLICT' },
      { id: unknown, code: 'NOT_FOUND' },
    ],
  })
})

test('an error of ours keeps its code, an error of the code is masked', async () => {
  const daemon = await testDaemon()
  const { errors } = await daemon.graph('{ runs(first: -1) { nodes { id } } }')
  expect(errors![0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
  const form = await daemon.post('/graphql', 'query={stats{totalRuns}}', 'application/x-www-form-urlencoded')
  expect(form.status).toBe(415)
})

describe('subscriptions over graphql-ws', () => {
  const connect = (url: string) => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
    })
    onTestFinished(async () => void (await client.dispose()))
    return client
  }

  test('runEvents resumes after a sequence and goes on live', async () => {
    const daemon = await testDaemon()
    const run = aRun()
    await daemon.submit(run, ...Array.from({ length: 3 }, () => anEvent(run.data.id)))
    const query = `subscription ($id: UUID!) { runEvents(runId: $id, after: 1) { seq events { seq process { name } } run { seq } } }`
    const batches = connect(daemon.url).iterate<Data>({ query, variables: { id: run.data.id } })
    const seen: number[] = []
    for await (const { data, errors } of batches) {
      expect(errors).toBeUndefined()
      if (!seen.length) void daemon.submit(anEvent(run.data.id), anEvent(run.data.id))
      seen.push(...data.runEvents.events.map((event: { seq: number }) => event.seq))
      if (seen.length === 4) break
    }
    expect(seen).toEqual([2, 3, 4, 5])
  })

  test('runEvents of an unknown run is an error with a code', async () => {
    const daemon = await testDaemon()
    const query = `subscription { runEvents(runId: "${randomUUID()}") { seq } }`
    const { value } = await connect(daemon.url).iterate<Data>({ query }).next()
    expect(value.errors[0].extensions.code).toBe('NOT_FOUND')
  })

  test('runsChanged tells of a run that begins', async () => {
    const daemon = await testDaemon()
    const changes = connect(daemon.url).iterate<Data>({
      query: 'subscription { runsChanged { runs { id status } deleted } }',
    })
    const run = aRun()
    const first = changes.next()
    await daemon.submit(run)
    expect((await first).value.data.runsChanged.runs).toEqual([{ id: run.data.id, status: 'running_live' }])
  })

  test('closes with 1001 when the daemon stops', async () => {
    const daemon = await testDaemon()
    const socket = new WebSocket(`${daemon.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await daemon.close()
    expect((await closed)[0]).toBe(1001)
  })
})

test('a process snapshot of another run is refused whole', async () => {
  const daemon = await testDaemon()
  const response = await daemon.post(
    '/api/live/submit',
    JSON.stringify({ type: 'process', data: aProcess(randomUUID()) }),
  )
  expect(response.status).toBe(404)
})
