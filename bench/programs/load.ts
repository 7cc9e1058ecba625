import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { SubmissionInput } from '../../src/wire/schema.ts'
import { batches, simulateBuild as simulate, type BuildPlan } from '../../test/support/simulated-build.ts'
import { Connection, requestOf, sendAll } from '../support/connection.ts'
import { serve } from '../support/remote.ts'

/** Submits simulated builds. The requests are made before the clock starts. */
const api = { singles, lines, begin, part, paced, runs }
export type Load = typeof api

/** A build, with all that it submits in memory. */
function simulateBuild(plan: BuildPlan) {
  const { run, submissions } = simulate(plan)
  return { run, submissions: [...submissions] }
}

const PATH = '/api/live/submit'
const asJson = (submission: SubmissionInput) =>
  requestOf(PATH, 'application/json', JSON.stringify(submission))
const asLines = (submissions: readonly SubmissionInput[], lines: number) =>
  [...batches(submissions, lines)].map((body) => requestOf(PATH, 'application/x-ndjson', body))

/**
 * Posts the events of one build to each of these servers in turn, an event a request.
 * @returns seconds for each server
 */
async function singles({ urls, events, connections }: Singles): Promise<number[]> {
  const { submissions } = simulateBuild({ processes: events / 2 })
  const [run, ...rest] = submissions.map(asJson)
  const seconds: number[] = []
  for (const url of urls) {
    await sendAll(url, [run!], 1)
    seconds.push(await sendAll(url, rest.slice(0, events), connections))
  }
  return seconds
}

interface Singles {
  readonly urls: readonly string[]
  readonly events: number
  readonly connections: number
}

/** Posts several builds at once as NDJSON, each over a connection of its own and in order, as collectors do. */
async function lines({ url, builds, processes, perRequest = 1000 }: Lines) {
  const simulated = Array.from({ length: builds }, (_, seed) => simulateBuild({ processes, seed }))
  const requests = simulated.map(({ submissions }) => asLines(submissions, perRequest))
  const began = performance.now()
  await Promise.all(requests.map((list) => sendAll(url, list, 1)))
  return {
    runs: simulated.map(({ run }) => run.id),
    events: simulated.reduce((sum, { submissions }) => sum + submissions.length - 2, 0),
    seconds: (performance.now() - began) / 1000,
  }
}

interface Lines {
  readonly url: string
  readonly builds: number
  readonly processes: number
  /** Lines of a request. */
  readonly perRequest?: number
}

/** Posts the first word of a run. @returns its id */
async function begin({ url }: { url: string }): Promise<string> {
  const { run } = simulateBuild({ processes: 1 })
  await sendAll(url, [asJson({ type: 'build_run', data: run })], 1)
  return run.id
}

/** Posts a build's events as a part of another run, as NDJSON. @returns how many, and how long that took */
async function part({ url, run, plan, connections, last }: Part) {
  const { submissions } = simulateBuild(plan)
  const events = submissions.filter((submission) => submission.type === 'build_event')
  for (const { data } of events) {
    data.build_run_id = run
    data.process.build_run_id = run
  }
  if (last) events.at(-1)!.data.id = last
  const requests = asLines(events, 1000)
  const began = now()
  return { events: events.length, began, seconds: await sendAll(url, requests, connections) }
}

interface Part {
  readonly url: string
  readonly run: string
  readonly plan: BuildPlan
  readonly connections: number
  /** The id of its last event; any if absent. */
  readonly last?: string
}

/**
 * Posts samples of one process, an event a request, each dated when it is sent, at a rate as far as the server takes
 * them. @returns how many
 */
async function paced({ url, run, rate, seconds, connections, last }: Paced): Promise<number> {
  const open = await Promise.all(Array.from({ length: connections }, () => Connection.open(url)))
  const { submissions } = simulateBuild({ processes: 1 })
  const { data } = submissions.find((submission) => submission.type === 'build_event')!
  const eventOf = (id: string) => {
    const timestamp = new Date().toISOString()
    const process = { ...data.process, build_run_id: run }
    const event = { ...data, id, build_run_id: run, type: 'resource_update' as const, timestamp, process }
    return asJson({ type: 'build_event', data: event })
  }
  const began = now()
  let sent = 0
  const work = async (connection: Connection) => {
    while (now() < began + seconds * 1000) {
      const due = began + (sent++ / rate) * 1000
      if (due > now()) await setTimeout(due - now())
      await connection.send(eventOf(randomUUID()))
    }
  }
  await Promise.all(open.map(work))
  await open[0]!.send(eventOf(last))
  for (const connection of open) connection.close()
  return sent
}

interface Paced {
  readonly url: string
  readonly run: string
  /** Events a second; `Infinity` for as many as it takes. */
  readonly rate: number
  readonly seconds: number
  readonly connections: number
  /** The id of the last event, sent when all others are answered. */
  readonly last: string
}

/** Milliseconds since 1970, to less than one. */
const now = () => performance.timeOrigin + performance.now()

const TOOLS = ['make', 'ninja', 'cargo', 'npm', 'bazel'] as const

/** Posts finished runs without events, of 1,000 projects; the oldest in a directory of its own. */
async function runs({ url, runs }: { url: string; runs: number }): Promise<void> {
  const submissions = Array.from({ length: runs }, (_, n): SubmissionInput => {
    const start = Date.parse('2026-01-02T03:04:05Z') + n * 60_000
    return {
      type: 'build_run',
      data: {
        id: randomUUID(),
        command: TOOLS[n % TOOLS.length]!,
        args: [`-j${n % 16}`, 'all', '--with', `feature-${n % 97}`],
        start_time: new Date(start).toISOString(),
        end_time: new Date(start + 42_000).toISOString(),
        status: 'completed',
        exit_code: 0,
        duration: 42_000,
        working_dir: n ? `/home/builder/work/project-${n % 1000}` : '/home/the-oldest',
        process_count: 120,
        host: `builder-${n % 12}`,
      },
    }
  })
  await sendAll(url, asLines(submissions, 1000), 2)
}

serve(api)
