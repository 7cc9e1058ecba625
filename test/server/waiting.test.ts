import { expect, onTestFinished, test } from 'vitest'
import { Ingest } from '../../src/services/ingest.ts'
import { deleteRuns } from '../../src/services/deletion.ts'
import { Bus } from '../../src/live/bus.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import type { ProcessInfoInput, SubmissionInput } from '../../src/wire/schema.ts'
import { testDaemon } from '../support/daemon.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const START = Date.parse('2026-01-02T03:00:00Z')
const at = (seconds: number) => new Date(START + seconds * 1000).toISOString()

/** The end of a process that lived from one second of its run to another. */
const ended = (runId: string, from: number, to: number, fields: Partial<ProcessInfoInput>) =>
  anEvent(
    runId,
    'process_end',
    { start_time: at(from), end_time: at(to), status: 'completed', ...fields },
    { timestamp: at(to) },
  )

const aSample = (runId: string, second: number, busy = 1500): SubmissionInput & { type: 'machine' } => ({
  type: 'machine',
  data: {
    build_run_id: runId,
    time: at(second),
    interval_ms: 1000,
    cores: 2,
    busy_ms: busy,
    iowait_ms: 20,
    steal_ms: 0,
    build_ms: 900,
    memory_available: 3_000_000_000,
    memory_total: 8_000_000_000,
    pressure: { cpu_us: 250_000, io_us: 0, memory_us: 0 },
  },
})

const WAITING = `wall onCpu runQueue disk children other voluntarySwitches majorFaults stdinPipe stdoutPipe`

test('the graph says what each process waited for, whatever its children overlap', async () => {
  const { submit, graph } = await testDaemon()
  const run = aRun({ start_time: at(0), end_time: at(10), status: 'completed', cores: 2 })
  const { id } = run.data
  const numbers = { user_time_us: 1_500_000, system_time_us: 500_000, run_queue_us: 1_000_000 }
  const rare = { voluntary_switches: 7, major_faults: 1, read_bytes: 12, stdin_pipe: 4_000_000_000 }
  await submit(
    run,
    ended(id, 0, 10, { pid: 1, ppid: 0, ...numbers, ...rare }),
    // One child ends in the life of another, and the last outlives its parent: 2 + 3 seconds.
    ended(id, 1, 3, { pid: 2, ppid: 1, user_time_us: 100_000, stdout_pipe: 4_000_000_000 }),
    ended(id, 1.5, 2, { pid: 3, ppid: 1 }),
    ended(id, 7, 12, { pid: 4, ppid: 1 }),
  )
  const { data, errors } = await graph(
    `query ($id: UUID!) { run(id: $id) {
      processes(first: 10) { nodes { pid readBytes waiting { ${WAITING} } } }
      near: processAt(pid: 3, start: 1500.004) { pid waiting { wall } }
      far: processAt(pid: 3, start: 1500.02) { pid }
      analysis { waiting { onCpu runQueue disk children other } }
      waitColumns
    } }`,
    { id },
  )
  expect(errors).toBeUndefined()
  const [root, first, second] = data.run.processes.nodes
  expect(data.run.waitColumns).toEqual({ runQueue: [1000, null, null, null], disk: [null, null, null, null] })
  expect(root).toEqual({
    pid: 1,
    readBytes: 12,
    waiting: {
      wall: 10_000,
      onCpu: 2000,
      runQueue: 1000,
      disk: null,
      children: 5000,
      other: 2000,
      voluntarySwitches: 7,
      majorFaults: 1,
      stdinPipe: 4_000_000_000,
      stdoutPipe: null,
    },
  })
  expect(first.waiting).toMatchObject({ wall: 2000, onCpu: 100, runQueue: null, children: 0, other: 1900 })
  expect(first.waiting.stdoutPipe).toBe(root.waiting.stdinPipe)
  expect(second.waiting).toMatchObject({ wall: 500, onCpu: null, other: 500 })
  expect(data.run.near).toEqual({ pid: 3, waiting: { wall: 500 } })
  expect(data.run.far).toBeNull()
  expect(data.run.analysis.waiting).toEqual({
    onCpu: 2100,
    runQueue: 1000,
    disk: null,
    children: 5000,
    other: 2000 + 1900 + 500 + 5000,
  })
})

test('samples of the machine are stored once, listed by time, and sent again from their lines', async () => {
  const { submit, graph, post } = await testDaemon()
  const run = aRun({ start_time: at(0) })
  const { id } = run.data
  await submit(run, aSample(id, 2), aSample(id, 1, 100), aSample(id, 3), aSample(id, 1, 200))
  const query = `query ($id: UUID!, $after: String) { run(id: $id) { machine(first: 2, after: $after) {
    totalCount nodes { time busy memoryTotal cpuPressure throttled line } pageInfo { hasNextPage endCursor }
  } } }`
  const first = (await graph(query, { id })).data.run.machine
  const rest = (await graph(query, { id, after: first.pageInfo.endCursor })).data.run.machine
  expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } })
  const nodes = [...first.nodes, ...rest.nodes]
  expect(nodes.map(({ busy }) => busy)).toEqual([200, 1500, 1500])
  expect(nodes[0]).toMatchObject({ memoryTotal: 8_000_000_000, cpuPressure: 250, throttled: null })
  const lines = nodes.map(({ line }) => line)
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    [aSample(id, 1, 200), aSample(id, 2), aSample(id, 3)].map(({ data, type }) => ({
      type,
      data: { ...data, time: expect.any(String) },
    })),
  )
  const again = await post('/api/live/submit', lines.join('\n'), 'application/x-ndjson')
  expect(await again.json()).toEqual({ status: 'success', accepted: 3, rejected: [] })
  expect((await graph(query, { id })).data.run.machine).toEqual(first)
})

test('a sample of an unknown run or of another shape is refused', async () => {
  const { post } = await testDaemon()
  const run = aRun()
  const unknown = await post('/api/live/submit', JSON.stringify(aSample(run.data.id, 1)))
  expect(unknown.status).toBe(404)
  const { data } = aSample(run.data.id, 1)
  const odd = await post(
    '/api/live/submit',
    JSON.stringify({ type: 'machine', data: { ...data, busy_ms: -1 } }),
  )
  expect(odd.status).toBe(400)
  expect(await odd.json()).toEqual({ error: expect.stringContaining('data.busy_ms') })
})

test('samples go with their run', async () => {
  const store = await openStore(placeOf(await temporaryDirectory()))
  onTestFinished(() => store.close())
  const bus = new Bus()
  const ingest = new Ingest(store, bus, () => START)
  const [run, other] = [aRun({ status: 'completed' }), aRun()]
  const samples = Array.from({ length: 1500 }, (_, second) => aSample(run.data.id, second))
  const submissions = [run, other, ...samples, aSample(other.data.id, 1)]
  await ingest.submit(submissions.map(checkSubmission), 0)
  const count = ({ data }: typeof run) => store.reader.machineSample.count({ where: { runId: data.id } })
  expect(await count(run)).toBe(1500)
  await deleteRuns(store, bus, [run.data.id], START + 60_000, 30_000)
  await store.purge.idle()
  expect([await count(run), await count(other)]).toEqual([0, 1])
  expect(await store.reader.run.count({ where: { id: run.data.id } })).toBe(0)
})
