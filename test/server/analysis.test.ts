import { createClient } from 'graphql-ws'
import { expect, onTestFinished, test } from 'vitest'
import { WebSocket } from 'ws'
import { testDaemon } from '../support/daemon.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import { simulateBuild, submitBuild, type BuildPlan } from '../support/simulated-build.ts'

const DAY = 86_400_000
const PLAN: BuildPlan = { processes: 300, jobs: 4 }
const START = Date.parse('2026-01-02T03:04:05Z')

test('a simulated build is the same each time, of about as many processes as asked for', () => {
  const names = (plan: BuildPlan) =>
    [...simulateBuild(plan).submissions].map(({ type, data }) =>
      'process' in data ? data.process.cmdline : type,
    )
  expect(names(PLAN)).toEqual(names(PLAN))
  for (const processes of [100, 1000])
    expect([...simulateBuild({ processes }).submissions].length / 2 / processes).toBeCloseTo(1, 0)
})

test('the graph says where the time of a run went', async () => {
  const daemon = await testDaemon()
  const id = await submitBuild(daemon.url, PLAN)
  const { data, errors } = await daemon.graph(
    `query ($id: UUID!) { run(id: $id) { duration processCount timeline analysis {
      wall meanConcurrency alone idle
      findings { kind level text processes { name } }
      byTool { tool count own total cpuTime }
      slowest { name row own duration }
      criticalPath { work gaps steps { from to gap process { name row } } }
      concurrency(parts: 10) { mean peak } cpu(parts: 10) { mean } memory(parts: 10) { peak }
    } } }`,
    { id },
  )
  expect(errors).toBeUndefined()
  const { analysis, timeline, processCount } = data.run
  expect(timeline.pid).toHaveLength(processCount)
  expect(timeline.start).toEqual(timeline.start.toSorted((a: number, b: number) => a - b))
  const nameOf = (row: number) => timeline.strings[timeline.name[row]]
  expect(
    nameOf(timeline.parent[timeline.name.findIndex((_: number, row: number) => nameOf(row) === 'cc1')]),
  ).toBe('gcc')
  expect(analysis.wall).toBeGreaterThanOrEqual(data.run.duration)
  expect(analysis.criticalPath.work + analysis.criticalPath.gaps).toBeCloseTo(analysis.wall, 6)
  expect(analysis.criticalPath.steps.at(-2).process.name).toBe('gcc')
  expect(analysis.byTool[0].tool).toBe('cc1')
  expect(analysis.slowest[0].own).toBeGreaterThan(0)
  expect(analysis.concurrency).toHaveLength(10)
  const peaks = analysis.concurrency.map(({ peak }: { peak: number }) => peak)
  expect(Math.max(...peaks)).toBeGreaterThanOrEqual(4)
  expect(analysis.findings.map(({ kind }: { kind: string }) => kind)).toContain('tool')
})

test('a timeline is the same over HTTP and over a socket', async () => {
  const daemon = await testDaemon()
  const id = await submitBuild(daemon.url, PLAN)
  const query = `{ run(id: "${id}") { id timeline command } }`
  const client = createClient({
    url: `${daemon.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
  })
  onTestFinished(async () => client.dispose())
  const overSocket = (await client.iterate({ query }).next()).value
  expect(overSocket).toEqual(await daemon.graph(query))
})

test('the graph compares two runs, and one with itself', async () => {
  const daemon = await testDaemon()
  const base = await submitBuild(daemon.url, PLAN)
  const head = await submitBuild(daemon.url, { ...PLAN, start: START + DAY, slowdown: 1.5 })
  const compare = (base: string, head: string) =>
    daemon.graph(
      `query ($base: UUID!, $head: UUID!) { compare(base: $base, head: $head) {
        changed unchanged changes { kind name delta base { count } head { count } } byTool { tool delta }
      } }`,
      { base, head },
    )
  const { data } = await compare(base, head)
  expect(data.compare.changes[0]).toMatchObject({ kind: 'slower', name: 'cc1', base: { count: 1 } })
  expect(data.compare.byTool[0]).toMatchObject({ tool: 'cc1' })
  expect((await compare(base, base)).data.compare).toMatchObject({ changed: 0, changes: [] })
  expect((await compare(base, '00000000-0000-4000-8000-000000000000')).errors![0]!.extensions?.code).toBe(
    'NOT_FOUND',
  )
})

test('the history of a command tells a regression, and the trend shows it', async () => {
  const daemon = await testDaemon()
  for (let day = 0; day < 6; day++)
    await submitBuild(daemon.url, {
      processes: 50,
      start: START + day * DAY,
      seed: 1,
      slowdown: 1 + day / 100,
    })
  const slow = await submitBuild(daemon.url, { processes: 50, start: START + 6 * DAY, slowdown: 2 })
  await submitBuild(daemon.url, { processes: 50, start: START, directory: '/elsewhere' })
  const { data, errors } = await daemon.graph(
    `query ($id: UUID!) {
      run(id: $id) { history(last: 5) { runs { id } usual { low median high } sample change regression remaining } }
      trends(least: 2) { newest { id } points { run { duration } usual { median } regression } }
    }`,
    { id: slow },
  )
  expect(errors).toBeUndefined()
  expect(data.run.history).toMatchObject({ sample: 5, regression: true, remaining: null })
  expect(data.run.history.change).toBeGreaterThan(0.1)
  expect(data.trends).toHaveLength(1)
  expect(data.trends[0].newest.id).toBe(slow)
  expect(data.trends[0].points.map(({ regression }: { regression: boolean }) => regression)).toEqual([
    ...Array.from({ length: 6 }, () => false),
    true,
  ])
})

test('a run is slower than its usual by the step that is new', async () => {
  const daemon = await testDaemon()
  const build = async (day: number, extra: boolean) => {
    const at = (ms: number) => new Date(START + day * DAY + ms).toISOString()
    const wall = extra ? 2000 : 1000
    const run = aRun({
      start_time: at(0),
      end_time: at(wall),
      status: 'completed',
      exit_code: 0,
      duration: wall,
    })
    const process = (pid: number, cmdline: string, from: number, to: number) =>
      anEvent(
        run.data.id,
        'process_end',
        {
          pid,
          ppid: pid === 1 ? 0 : 1,
          name: cmdline.split(' ', 1)[0]!,
          cmdline,
          start_time: at(from),
          end_time: at(to),
          status: 'completed',
          exit_code: 0,
          user_time_us: (to - from) * 1000,
        },
        { timestamp: at(to) },
      )
    await daemon.submit(run, process(1, 'make', 0, wall), process(2, 'cc1 a.c', 0, 990))
    const load = { busy_ms: 800 + 200 * day, build_ms: 500, iowait_ms: 0, steal_ms: 100 }
    const memory = { memory_available: 1, memory_total: 2 }
    const data = {
      build_run_id: run.data.id,
      time: at(1000),
      interval_ms: 1000,
      cores: 2,
      ...load,
      ...memory,
    }
    await daemon.submit({ type: 'machine', data })
    if (extra) await daemon.submit(process(3, 'xz -9e a.tar', 1000, 1990))
    return run.data.id
  }
  for (let day = 0; day < 3; day++) await build(day, false)
  const id = await build(3, true)
  const { data, errors } = await daemon.graph(
    `query ($id: UUID!) { run(id: $id) {
      usual { wall cpuTime load sample sameBranch run { duration } }
      verdict { kind text excess causes { kind costs } processes { name pid } }
    } }`,
    { id },
  )
  expect(errors).toBeUndefined()
  expect(data.run.usual).toMatchObject({
    wall: 1000,
    load: 0.6,
    sample: 3,
    sameBranch: true,
    run: { duration: 1000 },
  })
  expect(data.run.verdict).toMatchObject({
    kind: 'new',
    text: expect.stringMatching(/^Slower than usual by 1\.00 s .*: new: `xz -9e a\.tar` took 990 ms\./),
    excess: 1000,
    processes: [{ name: 'xz', pid: 3 }],
  })
})
