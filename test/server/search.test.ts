import { expect, test } from 'vitest'
import type { BuildRunInput } from '../../src/wire/schema.ts'
import { testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'

/** More than a page of a search looks at one by one, of which few, many and the oldest alone contain something. */
const RUNS = 1200

const aBuild = (n: number): Partial<BuildRunInput> => ({
  command: n % 5 ? 'ninja' : 'Make',
  args: [`-j${n % 16}`, n % 400 ? '100%' : 'Größe_"ß"\\'],
  working_dir: n ? `/src/project-${n % 100}` : '/the/oldest',
  // Every fourth begins when the one before it does.
  start_time: new Date(
    Date.parse('2026-01-02T03:04:05Z') + (n - (n % 4 === 3 ? 1 : 0)) * 60_000,
  ).toISOString(),
  status: n % 3 ? 'completed' : 'failed',
  exit_code: n % 3 ? 0 : 1,
})

const runs = Array.from({ length: RUNS }, (_, n) => aRun(aBuild(n)).data)

/** A daemon that was told of the runs, not in the order of their time. */
async function filledDaemon() {
  const daemon = await testDaemon()
  const shuffled = runs.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  for (const part of [shuffled.slice(0, 600), shuffled.slice(600)]) {
    const lines = ndjson(part.map((data) => ({ type: 'build_run', data })))
    expect((await daemon.post('/api/live/submit', lines, 'application/x-ndjson')).status).toBe(200)
  }
  return daemon
}

/** Every run that a search should find, newest first. */
function expected(search: string, status?: string) {
  return runs
    .filter(({ command, args, working_dir }) =>
      `${[command, ...args!].join(' ')}\n${working_dir}`.toLowerCase().includes(search.toLowerCase()),
    )
    .filter((run) => !status || run.status === status)
    .toSorted((a, b) => key(b).localeCompare(key(a)))
    .map(({ id }) => id)
}
const key = ({ start_time, id }: BuildRunInput) => `${start_time} ${id}`

const QUERY = `query ($search: String, $status: [RunStatus!], $order: RunOrder!, $after: String) {
  runs(search: $search, status: $status, order: $order, first: 70, after: $after) {
    totalCount nodes { id } pageInfo { endCursor hasNextPage }
  }
}`

/** What a search of a daemon finds, walked page by page. */
const searching =
  (daemon: Awaited<ReturnType<typeof testDaemon>>) =>
  async (variables: { search: string; order: string; status?: string[] }) => {
    const ids: string[] = []
    for (let after: string | null = null; ;) {
      const { totalCount, nodes, pageInfo } = (await daemon.graph(QUERY, { ...variables, after })).data.runs
      ids.push(...nodes.map(({ id }: { id: string }) => id))
      if (!pageInfo.hasNextPage) return { ids, total: totalCount as number }
      after = pageInfo.endCursor
    }
  }

test('a search finds what contains it, exactly', async () => {
  const find = searching(await filledDaemon())
  const long = `ninja ${'-j1 100%'}\n/src/project-1`
  for (const search of [
    ...[
      'make',
      'project-17',
      'OLDEST',
      '/the/oldest',
      'größe_"SS"',
      'größe_"ß"\\',
      '0%',
      'j1_',
      '_',
      'm',
      'ja',
    ],
    ...[
      'no such thing',
      '"',
      '""',
      'AND',
      'a* OR b',
      "'",
      'nin\0ja',
      long,
      long + 'x'.repeat(500),
      '-',
      '𝔘𝔫',
    ],
    ...['𝔘𝔫𝔦', '\ud800\ud800\ud800'],
  ]) {
    const newest = expected(search)
    const failed = expected(search, 'failed')
    const slowest = await find({ search, order: 'slowest', status: ['completed', 'failed'] })
    expect({
      newest: await find({ search, order: 'newest' }),
      oldest: await find({ search, order: 'oldest' }),
      failed: await find({ search, order: 'newest', status: ['failed'] }),
      slowest: slowest.ids.toSorted(),
    }).toEqual({
      newest: { ids: newest, total: newest.length },
      oldest: { ids: newest.toReversed(), total: newest.length },
      failed: { ids: failed, total: failed.length },
      slowest: newest.toSorted(),
    })
  }
})

test('a search finds what a run became, and not what is deleted', async () => {
  const daemon = await testDaemon()
  const find = searching(daemon)
  const at = (directory: string) => find({ search: directory, order: 'newest' })
  const { data } = aRun({ working_dir: '/before', status: 'completed' })
  await daemon.submit({ type: 'build_run', data })
  expect((await at('/before')).ids).toEqual([data.id])
  await daemon.submit({ type: 'build_run', data: { ...data, working_dir: '/after' } })
  expect([await at('/before'), await at('/after')]).toEqual([
    { ids: [], total: 0 },
    { ids: [data.id], total: 1 },
  ])
  await fetch(`${daemon.url}/api/runs/${data.id}`, { method: 'DELETE' })
  expect(await at('/after')).toEqual({ ids: [], total: 0 })
})
