import { expect, test } from 'vitest'
import { ACCESS } from '../../src/domain/analysis/recorded.ts'
import { deleteRuns } from '../../src/services/deletion.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { testDaemon } from '../support/daemon.ts'
import { accessesOf, aFiles } from '../support/files.ts'
import { LATER, LIVE, storeOfBuilds } from '../support/retention.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

const LINES = `query ($id: UUID!, $after: String) { run(id: $id) {
  fileLines(first: 2, after: $after) { totalCount nodes { part line } pageInfo { hasNextPage endCursor } }
} }`

test('lines of files come back to the byte, page by page, whatever their order and repetition', async () => {
  const { post, graph } = await testDaemon()
  const run = aRun()
  const { id } = run.data
  const process = { pid: 7, start_time: '2026-01-02T03:04:05Z', failed: 3, accesses: [0, 1, 2, 6] }
  const parts = [0, 1, 2].map((part) =>
    aFiles(id, { part, first: part * 2, names: [`/a/${part}`, '/b\\x0a"ü'], processes: [process] }),
  )
  const another = aFiles(id, { part: 1, names: ['/another'] })
  const sent = [run, parts[2]!, parts[1]!, parts[2]!, parts[0]!, another]
  const answer = await post('/api/live/submit', ndjson(sent), 'application/x-ndjson')
  expect(await answer.json()).toEqual({ status: 'success', accepted: 6, rejected: [] })
  expect((await post('/api/live/submit', JSON.stringify(parts[0]))).status).toBe(200)
  const first = (await graph(LINES, { id })).data.run.fileLines
  const second = (await graph(LINES, { id, after: first.pageInfo.endCursor })).data.run.fileLines
  expect([first.totalCount, first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([
    3,
    true,
    false,
  ])
  const lines = [...first.nodes, ...second.nodes].map(({ line }: { line: string }) => line)
  expect(lines).toEqual(parts.map((part) => JSON.stringify(part)))
})

test('files of an unknown run are refused, as its events are', async () => {
  const { post } = await testDaemon()
  const refused = await post('/api/live/submit', JSON.stringify(aFiles(aRun().data.id)))
  expect([refused.status, (await refused.json()).error]).toEqual([
    404,
    expect.stringMatching(/^There is no run/),
  ])
})

test('files go with their run, of a small run and of a large one', async () => {
  const { store, bus, ingest, build } = await storeOfBuilds()
  const runs = [await build(1), await build(2, 2000)]
  const stay = await build(3)
  for (const id of [...runs, stay]) {
    const parts = Array.from({ length: 120 }, (_, part) => aFiles(id, { part, names: [`/${part}`] }))
    expect(await ingest.submit(parts.map(checkSubmission), 0)).toEqual(parts.map(() => null))
  }
  const left = (id: string) => store.reader.filePart.count({ where: { runId: id } })
  await deleteRuns(store, bus, runs, LATER, LIVE)
  await store.purge.idle()
  expect(await Promise.all([...runs, stay].map(left))).toEqual([0, 0, 120])
  expect(await store.reader.run.count({ where: { id: { in: runs } } })).toBe(0)
})

const { READ, WRITTEN, CREATED, EXECUTED, LINKED } = ACCESS

/** A compiler reads a header and writes an object; a linker reads it and makes a program; a shell looks for nothing that is there. */
function aBuildWithFiles() {
  const run = aRun({ start_time: '2026-01-02T03:04:05.123456789Z', status: 'completed', duration: 900 })
  const { id } = run.data
  const at = (ms: number) => `2026-01-02T03:04:05.${123 + ms}456789Z`
  const whole = (pid: number, name: string, from: number, to: number) =>
    (['process_start', 'process_end'] as const).map((type) => {
      const end_time = type === 'process_end' ? at(to) : undefined
      return anEvent(id, type, { pid, name, start_time: at(from), end_time })
    })
  const used = (pid: number, from: number, failed: number, uses: Readonly<Record<number, number>>) => ({
    pid,
    start_time: at(from),
    failed,
    accesses: accessesOf(uses),
  })
  const names = ['/usr/include/a.h', '/src/a.o', '/src/a', '/src/a b.map', '/usr/bin/ld']
  const lines = [
    run,
    ...whole(7, 'cc1', 0, 100),
    ...whole(8, 'ld', 100, 200),
    ...whole(9, 'sh', 200, 300),
    // The pid comes again.
    ...whole(7, 'cc1', 300, 400),
    aFiles(id, { part: 1, processes: [used(8, 100, 1, { 1: READ, 2: LINKED, 3: WRITTEN, 4: EXECUTED })] }),
    aFiles(id, {
      names,
      processes: [
        used(7, 0, 40, { 0: READ, 1: WRITTEN | CREATED }),
        used(9, 200, 2, {}),
        used(7, 300, 0, { 0: READ }),
        used(99, 0, 0, { 0: READ }),
      ],
    }),
  ]
  return { id, lines }
}

test('the graph tells who used which file', async () => {
  const { submit, graph } = await testDaemon()
  const { id, lines } = aBuildWithFiles()
  await submit(...lines)
  const files = async (args: string, fields = 'path') => {
    const { data, errors } = await graph(
      `{ run(id: "${id}") { files(${args}) { totalCount nodes { ${fields} } } } }`,
    )
    expect(errors).toBeUndefined()
    return data.run.files
  }
  const paths = async (args: string) => (await files(args)).nodes.map(({ path }: { path: string }) => path)
  const all = ['/src/a', '/src/a b.map', '/src/a.o', '/usr/bin/ld', '/usr/include/a.h']
  expect(await paths('first: 9')).toEqual(all)

  const who = `path access readByPids writtenByPids writtenBy { nodes { name pid } }
    readBy(first: 1) { totalCount nodes { row pid name access process { pid name startTime } } }`
  const { nodes } = await files('first: 9', who)
  expect(nodes[2]).toEqual({
    path: '/src/a.o',
    access: ['read', 'written', 'created'],
    readByPids: '8',
    writtenByPids: '7',
    writtenBy: { nodes: [{ name: 'cc1', pid: 7 }] },
    readBy: {
      totalCount: 1,
      nodes: [
        {
          row: 1,
          pid: 8,
          name: 'ld',
          access: ['read'],
          process: { pid: 8, name: 'ld', startTime: '2026-01-02T03:04:05.223456789Z' },
        },
      ],
    },
  })
  expect(nodes[4]).toMatchObject({ readByPids: '7,7', writtenByPids: '', readBy: { totalCount: 2 } })

  expect(await paths('path: "src/*"')).toEqual(all.slice(0, 3))
  expect(await paths('path: "*.h"')).toEqual(['/usr/include/a.h'])
  expect(await paths('unused: true')).toEqual(all.slice(0, 2))
  expect(await paths('unused: true, path: "*.map"')).toEqual(['/src/a b.map'])
  expect(await paths('pid: 7')).toEqual(['/src/a.o', '/usr/include/a.h'])
  expect((await files('pid: 7, first: 1', 'access')).nodes).toEqual([{ access: ['written', 'created'] }])

  const query = `query ($id: UUID!) { run(id: $id) { processes(first: 9) { nodes {
    pid failedLookups files(first: 9) { nodes { path } } made: files(access: created) { nodes { path access } }
  } } } }`
  const { processes } = (await graph(query, { id })).data.run
  expect(processes.nodes).toMatchObject([
    {
      pid: 7,
      failedLookups: 40,
      files: { nodes: [{ path: '/src/a.o' }, { path: '/usr/include/a.h' }] },
      made: { nodes: [{ path: '/src/a.o', access: ['written', 'created'] }] },
    },
    {
      pid: 8,
      failedLookups: 1,
      files: { nodes: all.slice(0, 4).map((path) => ({ path })) },
      made: { nodes: [] },
    },
    { pid: 9, failedLookups: 2, files: { nodes: [] } },
    { pid: 7, failedLookups: 0, files: { nodes: [{ path: '/usr/include/a.h' }] } },
  ])
})

test('pages of files and of those who used one are cut anywhere, in both directions', async () => {
  const { submit, graph } = await testDaemon()
  const { id, lines } = aBuildWithFiles()
  await submit(...lines)
  const page = async (args: string) => {
    const { data, errors } = await graph(
      `{ run(id: "${id}") { files(${args}) { totalCount edges { cursor node { path } } pageInfo { hasNextPage hasPreviousPage } } } }`,
    )
    return errors ?? data.run.files
  }
  const whole = (await page('first: 9')).edges as { cursor: string; node: { path: string } }[]
  for (let at = 0; at < whole.length; at++) {
    const after = await page(`first: 2, after: "${whole[at]!.cursor}"`)
    expect(after.edges).toEqual(whole.slice(at + 1, at + 3))
    expect(after.pageInfo.hasNextPage).toBe(at + 3 < whole.length)
    const before = await page(`last: 2, before: "${whole[at]!.cursor}"`)
    expect(before.edges).toEqual(whole.slice(Math.max(0, at - 2), at))
    expect([before.pageInfo.hasPreviousPage, before.totalCount]).toEqual([at > 2, 5])
  }
  const { cursor } = whole[0]!
  const users = `{ run(id: "${id}") { files(path: "*.h") { nodes { readBy(first: 1) { pageInfo { endCursor hasNextPage } } } } } }`
  const { readBy } = (await graph(users)).data.run.files.nodes[0]
  expect(readBy.pageInfo.hasNextPage).toBe(true)
  const next = users
    .replace('first: 1', `after: "${readBy.pageInfo.endCursor}"`)
    .replace('pageInfo { endCursor hasNextPage }', 'nodes { row }')
  expect((await graph(next)).data.run.files.nodes[0].readBy.nodes).toEqual([{ row: 3 }])
  expect((await graph(next.replace(readBy.pageInfo.endCursor, cursor))).errors![0]!.message).toContain(
    'order "path"',
  )
})

test('files that were not recorded are null, and a pattern has a limit', async () => {
  const { submit, graph } = await testDaemon()
  const run = aRun()
  await submit(run, anEvent(run.data.id))
  const query = `query ($id: UUID!, $path: String) { run(id: $id) {
    files(path: $path) { totalCount } fileLines { totalCount } processes { nodes { files { totalCount } failedLookups } }
  } }`
  expect((await graph(query, { id: run.data.id })).data.run).toEqual({
    files: null,
    fileLines: { totalCount: 0 },
    processes: { nodes: [{ files: null, failedLookups: null }] },
  })
  const { errors } = await graph(query, { id: run.data.id, path: '*'.repeat(1001) })
  expect(errors![0]!.message).toBe('path: must have at most 1000 characters')
})
