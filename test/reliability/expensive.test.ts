import { createClient } from 'graphql-ws'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { temporaryDirectory } from '../support/daemon.ts'
import { deep, storeRun, wide } from '../support/large-runs.ts'
import { slowness } from '../support/slowness.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { anEvent } from '../support/submissions.ts'

const repeat = (times: number, around: (inner: string) => string, core: string): string =>
  times ? around(repeat(times - 1, around, core)) : core
const ladder = (fields: string, times: number) =>
  repeat(times, (inner) => `children { parent { ${inner} } }`, fields)
const aliases = (count: number, field: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => field(n)).join(' ')
const ALL = 'id pid ppid name commandLine workingDir startTime endTime status cpuUsage memory peakMemory'

/** Around what is asked of processes of the run `$id`. */
const ofRun = (first: number, fields: string, more = '') =>
  `query ($id: UUID!) { run(id: $id) { processes(first: ${first}) { nodes { ${fields} } } } } ${more}`

/** Operations that ask for far more than they seem to; `$id` is a run with 400 processes of one parent. */
const OPERATIONS: Record<string, string> = {
  'the reported one': `{ runs(first: 2) { nodes { processes(first: 1) { nodes { ${ladder('children { pid }', 2)} } } } } }`,
  'the same of a run': ofRun(5, ladder('children { pid }', 2)),
  'with all fields': ofRun(5, ladder(`children { ${ALL} }`, 2)),
  'with aliases': ofRun(
    5,
    aliases(10, (n) => `a${n}: children { parent { children { pid } } }`),
  ),
  'with one alias a level': ofRun(
    2,
    `a: children { b: parent { c: children { d: parent { e: children { pid } } } } }`,
  ),
  'with fragments': ofRun(
    5,
    '...a',
    `fragment a on Process { children { ...b } } fragment b on Process { parent { children { ...c } } } fragment c on Process { parent { ${ALL} } }`,
  ),
  'with edges': ofRun(5, 'childProcesses(first: 20) { edges { node { parent { children { pid ppid } } } } }'),
  'up and down': ofRun(50, 'parent { children { parent { pid childPids } } }'),
  'two levels that are compiled': ofRun(40, 'parent { children { pid parent { pid } } }'),
  'a page of pages': ofRun(9, 'childProcesses(first: 250) { nodes { parent { pid } } totalCount }'),
  'pages of runs': '{ runs(first: 500) { nodes { processes(first: 7) { nodes { pid } totalCount } } } }',
  'pages that are too long': '{ runs(first: 500) { nodes { processes(first: 500) { nodes { pid } } } } }',
  'events of processes of events': `query ($id: UUID!) { run(id: $id) { events(first: 50) { nodes { process { events(first: 5) { nodes { process { children { pid } } } } } } } } }`,
  'counts of events': ofRun(500, 'events { totalCount }'),
  'processes of the run of each': ofRun(
    9,
    `run { processes(first: 9) { nodes { children { parent { pid } } } } }`,
  ),
  'pids of children': ofRun(500, 'parent { childPids }'),
  'live runs': `{ liveRuns { processes(first: 1) { nodes { children { parent { children { pid } } } } } } }`,
  trends: '{ trends { points { run { processes(first: 1) { nodes { children { pid } } } } } } }',
  history: `query ($id: UUID!) { run(id: $id) { history { runs { history { runs { history { runs { history { sample } } } } } } } } }`,
  compare: `query ($id: UUID!) { compare(base: $id, head: $id) { changes(first: 1000000) { base { own } head { own } } head { processes(first: 5) { nodes { ${ladder('pid', 2)} } } } } }`,
  'series over time': `query ($id: UUID!) { run(id: $id) { ${aliases(4, (n) => `a${n}: analysis { concurrency(parts: 2000) { mean peak } cpu(parts: 2000) { mean peak } memory(parts: 2000) { mean peak } }`)} } }`,
  timelines: `query ($id: UUID!) { run(id: $id) { ${aliases(14, (n) => `a${n}: timeline`)} } }`,
  'the schema itself': `{ __schema { types { ${aliases(7, (n) => `a${n}: fields { args { type { name } } type { fields { name args { name } } } }`)} } } }`,
  'the schema, deeper': `{ __schema { types { ${aliases(14, (n) => `a${n}: fields { args { type { inputFields { type { name } } } } type { fields { type { ofType { ofType { enumValues { name } } } } args { name } } } }`)} } } }`,
  'a name a thousand times': `{ ${'__typename '.repeat(990)} }`,
  'a list of 60,000': 'query ($status: [RunStatus!]) { runs(status: $status) { totalCount nodes { id } } }',
}

const DEEP = `query ($id: UUID!) { run(id: $id) { processes(first: 500) { nodes { ${repeat(6, (inner) => `parent { ${inner} }`, 'pid')} } } } }`

/** The built daemon with a wide run and a deep one, and what a submitter beside the operations waits for. */
async function attacked() {
  const daemon = await spawnDaemon('--data', await temporaryDirectory())
  for (let n = 0; n < 60; n++) await storeRun(daemon, wide(1))
  const run = await storeRun(daemon, wide(400), '2026-02-01T00:00:00Z')
  const chain = await storeRun(daemon, deep(1500))
  const waits: number[] = []
  const ended = new AbortController()
  const submitting = (async () => {
    for (let n = 0; !ended.signal.aborted; n++) {
      const began = performance.now()
      await daemon.submit(anEvent(chain, 'resource_update', { pid: 1 + (n % 100) }))
      waits.push(performance.now() - began)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  return {
    daemon,
    run,
    chain,
    /** The wait of 99 in 100 submissions, in milliseconds. */
    async p99() {
      ended.abort()
      await submitting
      waits.sort((a, b) => a - b)
      return waits[Math.floor(waits.length * 0.99)]!
    },
  }
}

test('an operation that asks for too much is answered or refused within a second, and holds up nobody', async () => {
  const { daemon, run, chain, p99 } = await attacked()
  const ask = async (query: string, variables: object) => {
    const [began, used] = [performance.now(), daemon.loopTime()]
    const { data, errors } = await daemon.graph(query, variables)
    const outcome = errors?.[0]?.message ?? `${JSON.stringify(data).length} characters`
    return { ms: performance.now() - began, worked: daemon.loopTime() - used, outcome }
  }
  const status = Array.from({ length: 60_000 }, (_, n) => (n % 2 ? 'completed' : 'running_live'))
  const figures: string[] = []
  for (const [name, query] of [...Object.entries(OPERATIONS), ['a deep chain', DEEP] as const]) {
    const variables = { id: query === DEEP ? chain : run, ...(query.includes('$status') && { status }) }
    const tries = []
    // The daemon compiles an operation that it receives again. The least of three is its own time, without the machine's other work.
    for (let n = 0; n < 3; n++) tries.push(await ask(query, variables))
    const times = tries.map(({ ms, worked }) => `${ms.toFixed(0)} (${worked})`)
    figures.push(`${name}: ${times.join(', ')} ms: ${tries[0]!.outcome}`)
    expect.soft(Math.min(...tries.map(({ worked }) => worked)), name).toBeLessThan(1000 * slowness())
    expect.soft(Math.min(...tries.map(({ ms }) => ms)), name).toBeLessThan(1000 * slowness())
  }
  const wait = await p99()
  console.log([...figures, `p99 of submissions beside them: ${wait.toFixed(0)} ms`].join('\n'))
  expect(wait).toBeLessThan(250 * slowness())
  expect(daemon.memory()).toBeLessThan(700)
}, 180_000)

test('many at a time hold up nobody either, nor do those whose clients leave', async () => {
  const { daemon, run, p99 } = await attacked()
  const query = OPERATIONS['with fragments']!
  const answers = await Promise.all(Array.from({ length: 40 }, () => daemon.graph(query, { id: run })))
  for (const { errors } of answers) expect(errors![0]!.extensions!.code).toMatch(/TOO_EXPENSIVE|UNAVAILABLE/)

  const used = daemon.loopTime()
  const body = JSON.stringify({ query: OPERATIONS['series over time'], variables: { id: run } })
  const headers = { 'content-type': 'application/json' }
  const leaving = new AbortController()
  const left = Array.from({ length: 40 }, () =>
    fetch(`${daemon.url}/graphql`, { method: 'POST', headers, body, signal: leaving.signal }).catch(() => {}),
  )
  await daemon.graph('{ __typename }')
  leaving.abort()
  await Promise.all(left)
  await daemon.graph('{ __typename }')
  const wait = await p99()
  console.log(
    `p99 of submissions beside 40 at a time: ${wait.toFixed(0)} ms; memory ${daemon.memory().toFixed(0)} MiB; ` +
      `${daemon.loopTime() - used} ms of work for 40 that left`,
  )
  expect(wait).toBeLessThan(500 * slowness())
  expect(daemon.memory()).toBeLessThan(900)
}, 120_000)

test('over a socket, and for each event of a subscription', async () => {
  const { daemon, run, p99 } = await attacked()
  const client = createClient({
    url: `${daemon.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  })
  onTestFinished(async () => void (await client.dispose()))
  const heavy = ladder('children { pid }', 2)
  const operations = [
    OPERATIONS['the same of a run']!,
    `subscription ($id: UUID!) { runEvents(runId: $id) { events { process { children { parent { children { pid } } } } } } }`,
    `subscription { runsChanged { runs { processes(first: 1) { nodes { ${heavy} } } } } }`,
  ]
  for (const query of operations) {
    const began = performance.now()
    const { value } = await client.iterate({ query, variables: { id: run } }).next()
    const [error] = (value as { errors?: { message: string; extensions: { code: string } }[] }).errors!
    console.log(`${(performance.now() - began).toFixed(0)} ms: ${error!.message}`)
    expect(error!.extensions.code).toBe('TOO_EXPENSIVE')
  }
  const wait = await p99()
  console.log(`p99 of submissions beside them: ${wait.toFixed(0)} ms`)
  expect(wait).toBeLessThan(250 * slowness())
}, 60_000)
