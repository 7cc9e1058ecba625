import { randomUUID } from 'node:crypto'
import type { SubmissionInput } from '../../src/wire/schema.ts'
import { batches, simulateBuild, type BuildPlan } from '../../test/support/simulated-build.ts'
import { requestOf, sendAll } from '../support/connection.ts'
import { serve } from '../support/remote.ts'

/** Submits simulated builds; what it sends is ready before the clock starts. */
const api = { singles, lines, part, runs }
export type Load = typeof api

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

/** Posts a build as a part of a longer run: its events alone where that run exists. @returns events and seconds */
async function part({ url, run, plan, connections }: Part) {
  const { submissions } = simulateBuild(plan)
  const events = submissions.filter((submission) => submission.type === 'build_event')
  if (!events.length) throw new Error('a part without events')
  const known = run !== undefined
  const id = run ?? events[0]!.data.build_run_id
  if (!known) await sendAll(url, [asJson(submissions[0]!)], 1)
  for (const { data } of events) {
    data.build_run_id = id
    data.process.build_run_id = id
  }
  const requests = asLines(events, 1000)
  return { run: id, events: events.length, seconds: await sendAll(url, requests, connections) }
}

interface Part {
  readonly url: string
  /** The run it continues; a new one if absent. */
  readonly run?: string
  readonly plan: BuildPlan
  readonly connections: number
}

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
