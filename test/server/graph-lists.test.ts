import { randomUUID } from 'node:crypto'
import { parse } from 'graphql'
import { describe, expect, test } from 'vitest'
import { parentOf } from '../../src/domain/parentage.ts'
import { countChildren, pagesOfChildren } from '../../src/store/reads/children.ts'
import { countEvents } from '../../src/store/reads/event-pages.ts'
import type { ProcessKey } from '../../src/store/reads/lookup.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { countedGraph, countedStore } from '../support/counted.ts'
import { testDaemon } from '../support/daemon.ts'
import { aFiles } from '../support/files.ts'
import { storeRun, wide } from '../support/large-runs.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const at = (millisecond: number) => new Date(1_767_225_600_000 + millisecond).toISOString()
const reader = { name: null, from: '', scopes: new Set(['read'] as const), expires: Infinity }
const noPause = { async pause() {}, read() {} }

describe('the number of statements does not grow with the lists', () => {
  test.each([
    ['events', 'events(first: 3) { nodes { seq } }'],
    ['events with their processes', 'events(first: 3) { nodes { process { name parent { pid } } } }'],
    ['counts of all events', 'events { totalCount }'],
    ['counts of some events', 'events(types: [process_start]) { totalCount }'],
    ['processes', 'processes(last: 3) { nodes { pid } totalCount }'],
    [
      'events of processes',
      'processes(first: 3) { nodes { events(first: 2) { nodes { seq } totalCount } } }',
    ],
    [
      'children',
      'processes(first: 3) { nodes { childPids childProcesses(first: 2) { nodes { pid } totalCount } } }',
    ],
    ['the old list of children', 'processes(first: 3) { nodes { children { pid run { id } } } }'],
    ['pins and history', 'pinned history { sample }'],
    ['lines of files', 'fileLines(first: 2) { nodes { line } totalCount }'],
  ])('%s', async (_, fields) => {
    const { graph, ingest, statements } = await countedGraph()
    for (let n = 0; n < 40; n++) {
      const id = randomUUID()
      const events = [1, 2, 3, 4].map((pid) =>
        anEvent(id, 'process_start', { pid, ppid: Math.min(pid - 1, 1) }),
      )
      const parts = [0, 1, 2].map((part) => aFiles(id, { part, names: ['/a'] }))
      await ingest.submit([aRun({ id }), ...events, ...parts].map(checkSubmission), 0)
    }
    const document = parse(`query ($first: Int!) { runs(first: $first) { nodes { ${fields} } } }`)
    const count = async (first: number) => {
      statements.length = 0
      const { data, errors } = await graph.as(reader).query(document, { first })
      expect(errors).toBeUndefined()
      expect((data as { runs: { nodes: unknown[] } }).runs.nodes).toHaveLength(first)
      return statements.length
    }
    const two = await count(2)
    expect(await count(40)).toBe(two)
  })

  test('files of the processes of a run, and who used them', async () => {
    const { graph, ingest, statements } = await countedGraph()
    const id = randomUUID()
    const pids = Array.from({ length: 40 }, (_, pid) => pid)
    const events = pids.map((pid) => anEvent(id, 'process_start', { pid }))
    const processes = pids.map((pid) => ({
      pid,
      start_time: events[0]!.data.process.start_time,
      failed: 0,
      accesses: pids.flatMap((file) => [file ? 1 : 0, 1]),
    }))
    const files = aFiles(id, { names: pids.map((file) => `/${file}`), processes })
    await ingest.submit([aRun({ id }), ...events, files].map(checkSubmission), 0)
    const document = parse(`query ($id: UUID!, $first: Int!) { run(id: $id) {
      processes(first: $first) { nodes { failedLookups files(first: 3) { nodes { path readBy(first: 2) { nodes { process { name } } } } } } }
      files(first: $first) { nodes { readByPids writtenBy(first: 2) { totalCount } } }
    } }`)
    const count = async (first: number) => {
      statements.length = 0
      const { data, errors } = await graph.as(reader).query(document, { id, first })
      expect(errors).toBeUndefined()
      expect((data as { run: { files: { nodes: unknown[] } } }).run.files.nodes).toHaveLength(first)
      return statements.length
    }
    const two = await count(2)
    expect(await count(40)).toBe(two)
  })
})

test('children are those whose parent it is, whatever pids were used again', async () => {
  const { store, ingest } = await countedStore()
  const id = randomUUID()
  // Three processes with the pid 1, children before, between and after them, and some that claim to be their own parent.
  const places: [pid: number, ppid: number, at: number][] = [
    ...[100, 200, 300].map((start): [number, number, number] => [1, 0, start]),
    ...[50, 100, 150, 199, 200, 250, 300, 350].map((start, n): [number, number, number] => [
      10 + n,
      1,
      start,
    ]),
    ...[100, 200, 300].map((start): [number, number, number] => [2, 2, start]),
    [3, 2, 250],
    [4, 4, 100],
  ]
  const events = places.map(([pid, ppid, start]) =>
    anEvent(id, 'process_start', { pid, ppid, start_time: at(start) }),
  )
  await ingest.submit([aRun({ id }), ...events].map(checkSubmission), 0)
  const all = await store.reader.process.findMany({ orderBy: [{ startTime: 'asc' }, { pid: 'asc' }] })
  const keys = all.map(({ pid, startTime }): ProcessKey => [id, pid, startTime])
  const expected = all.map((parent) =>
    all
      .filter(
        (child) =>
          parentOf(
            child,
            all.filter(({ pid }) => pid === child.ppid),
          ) === parent,
      )
      .map(({ pid }) => pid),
  )
  const pids = (pages: readonly { pid: number }[][]) => pages.map((page) => page.map(({ pid }) => pid))
  expect(pids(await pagesOfChildren(store, { limit: 500 }, keys, noPause))).toEqual(expected)
  expect(await countChildren(store, keys)).toEqual(expected.map(({ length }) => length))
  expect(pids(await pagesOfChildren(store, { limit: 1, inverted: true }, keys, noPause))).toEqual(
    expected.map((children) => children.slice(-1)),
  )
})

test('many large pages are read in parts, and are whole', async () => {
  const daemon = await testDaemon()
  const { store, ingest } = await countedStore()
  const id = await storeRun(daemon, wide(1300))
  const page = async (after: string | null) => {
    const { data } = await daemon.graph(
      `query ($id: UUID!, $after: String) { run(id: $id) { processes(first: 1) { nodes {
        children { pid } childPids childProcesses(first: 500, after: $after) { nodes { pid } totalCount pageInfo { endCursor } }
      } } } }`,
      { id, after },
    )
    return data.run.processes.nodes[0]
  }
  const first = await page(null)
  expect(first.children).toHaveLength(500)
  expect(first.childPids).toEqual(Array.from({ length: 1300 }, (_, n) => n + 2).join(','))
  expect(first.childProcesses).toMatchObject({ totalCount: 1300, nodes: first.children })
  const second = await page(first.childProcesses.pageInfo.endCursor)
  const third = await page(second.childProcesses.pageInfo.endCursor)
  expect(third.childProcesses.nodes).toHaveLength(300)

  const runs = Array.from({ length: 30 }, () => randomUUID())
  for (const run of runs) {
    const children = Array.from({ length: 401 }, (_, n) =>
      anEvent(run, n % 2 ? 'process_start' : 'resource_update', { pid: n + 1, ppid: Math.min(n, 1) }),
    )
    await ingest.submit([aRun({ id: run }), ...children].map(checkSubmission), 0)
  }
  let pauses = 0
  const pausing = { ...noPause, pause: async () => void pauses++ }
  const parents = await store.reader.process.findMany({ where: { pid: 1 } })
  const keys = parents.map(({ runId, pid, startTime }): ProcessKey => [runId, pid, startTime])
  const found = await pagesOfChildren(store, { limit: 500 }, keys, pausing)
  expect(found.map(({ length }) => length)).toEqual(runs.map(() => 400))
  expect(pauses).toBeGreaterThan(2)
  const holders = runs.map((run) => [run] as const)
  expect(await countEvents(store, holders, ['process_start', 'process_start'])).toEqual(runs.map(() => 200))
})

test('a cursor of another order is refused, and says of which', async () => {
  const daemon = await testDaemon()
  const run = aRun()
  await daemon.submit(run, aRun(), anEvent(run.data.id), anEvent(run.data.id))
  const { data } = await daemon.graph(
    `{ runs(first: 1) { pageInfo { endCursor } nodes { events(first: 1) { pageInfo { endCursor } } } } }`,
  )
  const cursor = data.runs.pageInfo.endCursor as string
  const ask = (query: string) => daemon.graph(query, { after: cursor })
  const other = await ask('query ($after: String) { runs(after: $after, order: slowest) { nodes { id } } }')
  expect(other.errors![0]).toMatchObject({
    message: expect.stringContaining(
      'is of the order "newest", not "slowest". Begin again without a cursor.',
    ),
    extensions: { code: 'BAD_USER_INPUT' },
  })
  expect(
    (await ask('query ($after: String) { runs(after: $after) { nodes { id } } }')).errors,
  ).toBeUndefined()
})

test.each([
  '1677-12-31T23:59:59Z',
  '2262-01-01T00:00:01Z',
  '9999-12-31T23:59:59.999Z',
  '2026-01-01',
  'now',
  '',
])('a time that the graph cannot hold is refused: %s', async (startTime) => {
  const daemon = await testDaemon()
  const query = `mutation ($startTime: DateTime!) { submit(submissions: [{ buildRun: {
      id: "${randomUUID()}", command: "make", status: running, startTime: $startTime } }]) { accepted } }`
  const { errors } = await daemon.graph(query, { startTime })
  expect(errors![0]!.message).toContain(
    'must be an RFC 3339 time from 1678-01-01T00:00:00Z to 2262-01-01T00:00:00Z',
  )
})

test('a run is submitted with its host, its cores and its labels', async () => {
  const daemon = await testDaemon()
  const id = randomUUID()
  const labels = [
    { name: 'branch', value: 'main' },
    { name: 'ci', value: '' },
  ]
  const given = { id, command: 'make', status: 'running', startTime: at(0), host: 'ci-1', cores: 8, labels }
  const { data, errors } = await daemon.graph(
    'mutation ($run: BuildRunInput!) { submit(submissions: [{ buildRun: $run }]) { accepted rejected { message } } }',
    { run: given },
  )
  expect([data?.submit, errors]).toEqual([{ accepted: 1, rejected: [] }, undefined])
  const read = await daemon.graph(`{ run(id: "${id}") { host cores labels { name value } } }`)
  expect(read.data.run).toEqual({ host: 'ci-1', cores: 8, labels })
})

test('a status given sixty thousand times is one status', async () => {
  const daemon = await testDaemon()
  await daemon.submit(aRun(), aRun({ status: 'completed' }))
  const status = Array.from({ length: 60_000 }, () => 'completed')
  const { data } = await daemon.graph(
    'query ($status: [RunStatus!]) { runs(status: $status) { totalCount } }',
    { status },
  )
  expect(data.runs.totalCount).toBe(1)
})
