import { expect, test } from 'vitest'
import { deleteRuns } from '../../src/services/deletion.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { testDaemon } from '../support/daemon.ts'
import { aFiles } from '../support/files.ts'
import { LATER, LIVE, storeOfBuilds } from '../support/retention.ts'
import { aRun, ndjson } from '../support/submissions.ts'

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

test('files of an unknown run are refused as its events are, and so is a line of over 256 KiB', async () => {
  const { post } = await testDaemon()
  const refused = await post('/api/live/submit', JSON.stringify(aFiles(aRun().data.id)))
  expect([refused.status, (await refused.json()).error]).toEqual([
    404,
    expect.stringMatching(/^There is no run/),
  ])
  const names = Array.from({ length: 30 }, (_, n) => `/${n}${'x'.repeat(10_000)}`)
  expect((await post('/api/live/submit', JSON.stringify(aFiles(aRun().data.id, { names })))).status).toBe(413)
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
