import { expect, test } from 'vitest'
import type { BuildRunInput } from '../../src/wire/schema.ts'
import { testDaemon } from '../support/daemon.ts'
import { aRun, ndjson } from '../support/submissions.ts'

/** More than are looked at in one statement, twice. */
const RUNS = 2300
const BEGAN = Date.parse('2026-01-02T03:04:05Z')

/** Ids that begin alike, as those of builds within a minute do. */
const idOf = (n: number): string =>
  `01a2042c-${(n >> 8).toString(16).padStart(4, '0')}-7${(n & 0xff).toString(16).padStart(3, '0')}-8000-00000000${n.toString(16).padStart(4, '0')}`

const labelsOf = (n: number): Record<string, string> => ({
  branch: n % 3 ? 'main' : 'a"b\\c',
  ...(n % 500 === 7 && { rare: '', Größe: `${n}` }),
  ...(n % 5 === 0 && { note: '","branch":"main' }),
})

const runs = Array.from({ length: RUNS }, (_, n) => {
  const start = BEGAN + (n - (n % 4 === 3 ? 1 : 0)) * 60_000
  return aRun({
    id: idOf(n),
    working_dir: ['/src/a', '/src/a/b', '/src/ab', '/src/A', '/src/a_'][n % 5]!,
    start_time: new Date(start).toISOString(),
    status: n % 2 ? 'completed' : 'failed',
    exit_code: n % 2 ? 0 : 1,
    labels: labelsOf(n),
  }).data
})

const QUERY = `query ($labels: [LabelFilter!], $since: DateTime, $directory: String, $idPrefix: String, $search: String,
    $words: String, $status: [RunStatus!], $order: RunOrder!, $first: Int, $after: String, $last: Int, $before: String) {
  runs(labels: $labels, since: $since, directory: $directory, idPrefix: $idPrefix, search: $search, words: $words, status: $status,
      order: $order, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { id } pageInfo { startCursor endCursor hasNextPage hasPreviousPage }
  }
}`

async function filledDaemon() {
  const daemon = await testDaemon()
  for (let at = 0; at < RUNS; at += 1000) {
    const lines = ndjson(runs.slice(at, at + 1000).map((data) => ({ type: 'build_run', data })))
    expect((await daemon.post('/api/live/submit', lines, 'application/x-ndjson')).status).toBe(200)
  }
  return daemon
}

/** What a filter finds, page by page from the front and from the back. */
async function found({ graph }: Awaited<ReturnType<typeof testDaemon>>, filter: object, order: string) {
  const walk = async (backwards: boolean) => {
    const ids: string[] = []
    let total = 0
    for (let cursor: string | null = null; ;) {
      const page = backwards ? { last: 90, before: cursor } : { first: 90, after: cursor }
      const { data, errors } = await graph(QUERY, { ...filter, order, ...page })
      expect(errors).toBeUndefined()
      const { totalCount, nodes, pageInfo } = data.runs
      const next = nodes.map(({ id }: { id: string }) => id)
      if (backwards) ids.unshift(...next)
      else ids.push(...next)
      total = totalCount
      if (!(backwards ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return { ids, total }
      cursor = backwards ? pageInfo.startCursor : pageInfo.endCursor
    }
  }
  const forwards = await walk(false)
  expect(await walk(true)).toEqual(forwards)
  return forwards
}

const SINCE = new Date(BEGAN + 1500 * 60_000).toISOString()
const ofLabel = (name: string, value?: string) => (run: BuildRunInput) =>
  Object.hasOwn(run.labels!, name) && (value === undefined || run.labels![name] === value)
const within = (directory: string) => (run: BuildRunInput) =>
  `${run.working_dir}/`.startsWith(`${directory.replace(/\/+$/, '')}/`)
const holding =
  (...words: string[]) =>
  ({ id, command, args, working_dir, labels }: BuildRunInput) => {
    const texts = [[command, ...(args ?? [])].join(' '), working_dir, ...Object.entries(labels!).flat()]
    return words.every(
      (word) => id.startsWith(word) || texts.some((text) => text?.toLowerCase().includes(word)),
    )
  }
const began = (run: BuildRunInput) => run.start_time >= SINCE

/** Filters, and what each must hold of a run. */
const FILTERS: readonly (readonly [object, ...((run: BuildRunInput) => boolean)[]])[] = [
  [{ labels: [{ name: 'branch' }] }, ofLabel('branch')],
  [{ labels: [{ name: 'branch', value: 'a"b\\c' }] }, ofLabel('branch', 'a"b\\c')],
  [{ labels: [{ name: 'branch', value: 'mai' }] }, () => false],
  [{ labels: [{ name: 'Branch' }] }, () => false],
  [{ labels: [{ name: 'rare' }] }, ofLabel('rare')],
  [
    {
      labels: [
        { name: 'rare', value: '' },
        { name: 'branch', value: 'main' },
      ],
    },
    ofLabel('rare', ''),
    ofLabel('branch', 'main'),
  ],
  [{ labels: [{ name: 'Größe', value: '507' }] }, ofLabel('Größe', '507')],
  [{ labels: [{ name: 'no\0such\ud800' }] }, () => false],
  [{ directory: '/src/a' }, within('/src/a')],
  [{ directory: '/src/a/b//' }, within('/src/a/b')],
  [{ directory: '/' }, () => true],
  [{ directory: '/no\0where' }, () => false],
  [{ since: SINCE }, began],
  [
    { since: SINCE, directory: '/src/a', status: ['failed'], labels: [{ name: 'note' }] },
    began,
    within('/src/a'),
    ofLabel('note'),
    (run) => run.status === 'failed',
  ],
  [
    { since: SINCE, search: 'SRC/A_', labels: [{ name: 'branch', value: 'main' }] },
    began,
    ofLabel('branch', 'main'),
    within('/src/a_'),
  ],
  [{ since: SINCE, search: '/src/a_' }, began, within('/src/a_')],
  [{ idPrefix: '01A2042C-0001-7' }, (run) => run.id.startsWith('01a2042c-0001-7')],
  [{ idPrefix: '01a2042c00057' }, (run) => run.id.startsWith('01a2042c-0005-7')],
  [{ idPrefix: "0'" }, () => false],
  [{ words: ' MAIN  src/ab ' }, holding('main', 'src/ab')],
  [{ words: 'a"B\\c' }, holding('a"b\\c')],
  [{ words: '01A2042C-0001-7 rare' }, holding('01a2042c-0001-7', 'rare')],
  [{ words: 'rare', status: ['failed'] }, holding('rare'), (run) => run.status === 'failed'],
  [{ words: '507' }, holding('507')],
  [{ words: 'no\0such' }, () => false],
]

test('runs are filtered by label, time, directory and id, whatever the order and the page', async () => {
  const daemon = await filledDaemon()
  for (const [filter, ...conditions] of FILTERS) {
    const key = ({ start_time, id }: BuildRunInput) => `${start_time} ${id}`
    const newest = runs
      .filter((run) => conditions.every((holds) => holds(run)))
      .toSorted((a, b) => (key(a) < key(b) ? 1 : -1))
      .map(({ id }) => id)
    const expected = { ids: newest, total: newest.length }
    expect([filter, await found(daemon, filter, 'newest')]).toEqual([filter, expected])
    expect(await found(daemon, filter, 'oldest')).toEqual({ ...expected, ids: newest.toReversed() })
    expect((await found(daemon, filter, 'slowest')).ids.toSorted()).toEqual(newest.toSorted())
  }
}, 120_000)

test('more labels than a person asks for are refused', async () => {
  const { graph } = await testDaemon()
  const labels = Array.from({ length: 21 }, (_, n) => ({ name: `${n}` }))
  const { errors } = await graph(QUERY, { labels, order: 'newest' })
  expect(errors?.[0]).toMatchObject({
    message: 'labels: at most 20 can be asked for at once',
    extensions: { code: 'BAD_USER_INPUT' },
  })
})

test('a short id is as long as it must be to be told from every other', async () => {
  const daemon = await filledDaemon()
  await daemon.submit(aRun({ id: 'f1a2042c-0000-7000-8000-000000000000' }))
  const { data } = await daemon.graph('{ runs(first: 500) { nodes { id shortId } } }')
  for (const { id, shortId } of data.runs.nodes) {
    const others = runs.filter((run) => run.id !== id)
    expect(id.startsWith(shortId)).toBe(true)
    expect([id, shortId, others.filter((run) => run.id.startsWith(shortId)).length]).toEqual([id, shortId, 0])
    const shorter = shortId.slice(0, -1).replace(/-$/, '')
    expect(shorter.length < 8 || others.some((run) => run.id.startsWith(shorter))).toBe(true)
  }
  expect(data.runs.nodes.at(-1).shortId.length).toBeGreaterThan(13)
  const alone = await daemon.graph('{ run(id: "f1a2042c-0000-7000-8000-000000000000") { shortId } }')
  expect(alone.data.run.shortId).toBe('f1a2042c')
})
