import { randomUUID } from 'node:crypto'
import fc from 'fast-check'

/** JSON values that a careless reader trips over, as text, since some of them no JavaScript value holds. */
const VALUES = [
  'null true "" [] {} -1 0 -0 1.5 1e400 -1e400 1e-400 1e19 NaN \'x\' 2147483648 -2147483649 9007199254740993',
  '18446744073709551615 18446744073709551616 "\\ud800" "\\udc00\\ud800" "\\u0000" "\\u202e" "\u2028" "\\uD83D\\uDE00"',
  '"\\x" "a\tb" "0001-01-01T00:00:00Z" "2026-02-30T00:00:00Z" "9999-12-31T23:59:59Z" "2026-01-01T00:00:00+24:00"',
  '{"__proto__":{"admin":true}} {"constructor":{"prototype":1}} {"a":1,"a":2} {"":""} {"a\\u0020b\\n":"c"}',
  '[null] [1,"2"] ["\\u0000"] [[]] {"toString":null,"length":-1} "running" "__proto__"',
  `"${'x'.repeat(70_000)}" [${'"-O2",'.repeat(20_000)}"x"] ${'9'.repeat(5000)}`,
  `${'['.repeat(20_000)}${']'.repeat(20_000)} ${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
].flatMap((line) => line.split(' '))

const oddValue = fc.constantFrom(...VALUES)

const PROCESS = [
  'build_run_id',
  'pid',
  'ppid',
  'name',
  'cmdline',
  'start_time',
  'end_time',
  'cpu_usage',
  'mem_usage',
  'status',
  'children',
  'exit_code',
  'signal',
  'user_time_us',
  'peak_mem',
]
const RUN = [
  'id',
  'command',
  'args',
  'start_time',
  'end_time',
  'status',
  'exit_code',
  'working_dir',
  'process_count',
  'duration',
  'host',
  'cores',
  'labels',
  'capture',
]
const EVENT = ['id', 'build_run_id', 'timestamp', 'type', 'process']
const FILES = ['build_run_id', 'part', 'first', 'names', 'processes']

/** Replaces, doubles or drops some of the fields of an object, as JSON text. */
const twisted = (fields: Record<string, string>, names: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.tuple(
        fc.constantFrom(...names),
        fc.oneof(oddValue, fc.constant(undefined), fc.json({ maxDepth: 2 })),
      ),
      { maxLength: 3 },
    )
    .map((changes) => {
      const pairs = Object.entries(fields)
      for (const [name, value] of changes) {
        const at = pairs.findIndex(([known]) => known === name)
        if (value === undefined) pairs.splice(at, at < 0 ? 0 : 1)
        else if (at >= 0 && value.length % 3) pairs[at] = [name, value]
        else pairs.push([name, value])
      }
      return `{${pairs.map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(',')}}`
    })

const quote = JSON.stringify
const NOW = quote('2026-01-02T03:04:05.123456789+02:00')

/** A body for `/api/live/submit`, right or not; the ids that it stores if it is accepted. */
export interface Body {
  readonly text: string
  readonly id: string
  readonly kind: 'build_run' | 'build_event' | 'process' | 'files' | 'other'
}

/** @param runId a run that is there */
export const bodies = (runId: string): fc.Arbitrary<Body> => {
  const process = { build_run_id: quote(runId), pid: '7', start_time: NOW, name: '"cc"' }
  const run = (id: string) =>
    twisted({ id: quote(id), command: '"make"', start_time: NOW, status: '"running"' }, RUN)
  const event = (id: string) =>
    twisted(process, PROCESS).chain((text) =>
      twisted(
        { id: quote(id), build_run_id: quote(runId), timestamp: NOW, type: '"process_start"', process: text },
        EVENT,
      ),
    )
  const wrapped = (kind: Exclude<Body['kind'], 'other'>, id: string, data: fc.Arbitrary<string>) =>
    data.map((text): Body => ({ kind, id, text: `{"type":"${kind}","data":${text}}` }))
  const used = twisted({ pid: '7', start_time: NOW, failed: '0', accesses: '[0,1]' }, [
    ...PROCESS,
    'failed',
    'accesses',
  ])
  const files = used.chain((text) =>
    twisted(
      { build_run_id: quote(runId), part: '0', first: '0', names: '["/a"]', processes: `[${text}]` },
      FILES,
    ),
  )
  const fresh = fc.nat().map(() => randomUUID())
  return fc.oneof(
    { weight: 4, arbitrary: fresh.chain((id) => wrapped('build_event', id, event(id))) },
    { weight: 3, arbitrary: fresh.chain((id) => wrapped('build_run', id, run(id))) },
    { weight: 1, arbitrary: wrapped('process', '', twisted(process, PROCESS)) },
    { weight: 1, arbitrary: wrapped('files', '', files) },
    {
      weight: 2,
      arbitrary: fc
        .oneof(
          oddValue,
          fc.json(),
          fc.string({ unit: 'binary' }),
          oddValue.map((value) => `{"type":${value},"data":{}}`),
        )
        .map((text): Body => ({ kind: 'other', id: '', text })),
    },
  )
}

const PARTS = [
  '/',
  '//',
  'api',
  'runs',
  'live',
  'stats',
  'events',
  'ws',
  'graphql',
  '..',
  '.',
  '%2e%2e',
  '%00',
  '%zz',
  '%E0%A4%A',
  '%',
  ':',
  '\\',
  '*',
  'http://[',
  '@',
  ';',
  '&',
  '=',
  '?',
  '?limit=',
  '?search=',
  '?run_id=',
  '?token=',
  '#',
  '\u00e9',
  randomUUID(),
  'openapi.json',
  'assets',
  'index.html',
]

/** A path, right or not. */
export const paths = fc
  .array(fc.constantFrom(...PARTS), { maxLength: 6 })
  .map((parts) => `/${parts.join('/').replaceAll('/?', '?')}`.replaceAll(/[ \r\n]/g, ''))

const FIELDS = [
  'stats { totalRuns }',
  'liveRuns { id }',
  '__typename',
  'runs(first: $int) { nodes { id } }',
  'runs(after: $text) { nodes { id } }',
  'run(id: $id) { id events(after: $text, first: $int) { nodes { seq } } }',
  'run(id: $id) { processes(before: $text, last: $int) { nodes { pid } } }',
  'run(id: $id) { process(pid: $int, startTime: $time) { pid } timeline }',
  'runs(search: $text, order: slowest) { totalCount }',
  'nothing',
  'run { id }',
  '...F',
]

/** A GraphQL request body, right or not. */
export const operations = (runId: string): fc.Arbitrary<string> => {
  const cursors = [
    [`${2n ** 63n - 1n} 1`],
    ['0 99999999999999999999'],
    ['-9223372036854775809 x'],
    ['1'],
    ['9999999999 9999999999'],
    [' '],
  ].map(([text]) => quote(Buffer.from(text!).toString('base64url')))
  const value = fc.oneof(oddValue, fc.constantFrom(quote(runId), NOW, '1', '500', ...cursors))
  return fc
    .record({
      fields: fc.array(fc.constantFrom(...FIELDS), { minLength: 1, maxLength: 3 }),
      id: value,
      int: value,
      text: value,
      time: value,
      kind: fc.constantFrom('query', 'query', 'query', 'mutation', 'subscription'),
    })
    .map(({ fields, id, int, text, time, kind }) => {
      const query = `${kind} ($id: UUID!, $int: Int = 1, $text: String, $time: DateTime = ${NOW}) { ${fields.map((field, i) => `a${i}: ${field}`.replace(/^a\d: \.\.\./, '...')).join(' ')} }`
      return `{"query":${quote(query)},"variables":{"id":${id},"int":${int},"text":${text},"time":${time}}}`
    })
}
