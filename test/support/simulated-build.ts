import { uuid } from '../../src/collector/uuid.ts'
import { setImmediate } from 'node:timers/promises'
import type { BuildRunInput, EventType, ProcessInfoInput, SubmissionInput } from '../../src/wire/schema.ts'
import { schedule, type BuildPlan, type Simulated } from './simulated-processes.ts'

export type { BuildPlan }

/**
 * A recursive make of a C project as the collector would have recorded it: a `make` for each directory, a shell, a
 * driver, a compiler and an assembler for each source, an archive for each directory, one long link at the end.
 * Times follow a log-normal distribution, as those of real compilers do. The same plan gives the same build,
 * but for its ids, which are made as the collector makes them.
 */
export function simulateBuild(plan: BuildPlan): {
  run: BuildRunInput
  submissions: Iterable<SubmissionInput>
} {
  const { jobs = 8, start = Date.parse('2026-01-02T03:04:05Z'), directory = '/src/project', endsOnly } = plan
  const processes = [...schedule(plan, jobs, directory)]
  const id = uuid()
  const time = (ms: number): string => {
    const microseconds = Math.round(ms * 1000)
    const whole = new Date(start + Math.floor(microseconds / 1000)).toISOString().slice(0, -1)
    return `${whole}${String(microseconds % 1000).padStart(3, '0')}Z`
  }
  const run: BuildRunInput = {
    id,
    command: 'make',
    args: [`-j${jobs}`],
    start_time: time(0),
    status: 'running',
    working_dir: directory,
    process_count: 0,
    host: 'simulated',
    cores: jobs,
  }
  const events: { at: number; type: EventType; process: Simulated }[] = []
  for (const process of processes) {
    if (!endsOnly) events.push({ at: process.start, type: 'process_start', process })
    events.push({ at: process.end, type: 'process_end', process })
  }
  events.sort((a, b) => a.at - b.at || a.process.pid - b.process.pid)
  const { end } = processes[0]!
  const final: BuildRunInput = {
    ...run,
    status: 'completed',
    end_time: time(end),
    duration: Math.round(end),
    exit_code: 0,
    process_count: processes.length,
  }
  function* submissions(): Generator<SubmissionInput> {
    yield { type: 'build_run', data: run }
    for (const { at, type, process } of events) yield eventOf(id, type, process, at, time)
    yield { type: 'build_run', data: final }
  }
  return { run, submissions: submissions() }
}

function eventOf(
  id: string,
  type: EventType,
  process: Simulated,
  at: number,
  time: (ms: number) => string,
): SubmissionInput {
  const ended = type === 'process_end'
  const snapshot: ProcessInfoInput = {
    build_run_id: id,
    pid: process.pid,
    ppid: process.ppid,
    name: process.name,
    cmdline: process.cmdline,
    start_time: time(process.start),
    cpu_usage: 0,
    mem_usage: process.memory,
    status: ended ? (process.exitCode === 0 ? 'completed' : 'crashed') : 'running',
    working_dir: process.directory,
    ...(ended && {
      end_time: time(process.end),
      exit_code: process.exitCode,
      peak_mem: process.memory,
      user_time_us: Math.round((process.end - process.start) * (BUSY.has(process.name) ? 940 : 10)),
      system_time_us: 100,
    }),
  }
  return {
    type: 'build_event',
    data: { id: uuid(), build_run_id: id, timestamp: time(at), type, process: snapshot },
  }
}

const BUSY = new Set(['cc1', 'as', 'ld', 'ar', 'python3'])

/** Submissions as requests of NDJSON, as many lines as one takes. */
export function* batches(submissions: Iterable<SubmissionInput>, lines = 1000): Generator<string> {
  let batch: string[] = []
  for (const submission of submissions) {
    batch.push(`${JSON.stringify(submission)}\n`)
    if (batch.length < lines) continue
    yield batch.join('')
    batch = []
  }
  if (batch.length) yield batch.join('')
}

/** Sends a simulated build through the real ingest of a daemon. @returns the id of the run */
export async function submitBuild(url: string, plan: BuildPlan): Promise<string> {
  const { run, submissions } = simulateBuild(plan)
  // A large build takes long to make: a connection that was closed meanwhile is to be noticed first.
  await setImmediate()
  for (const body of batches(submissions)) await submitLines(url, body)
  return run.id
}

/** Sends lines of NDJSON to a daemon. @throws if it refuses them */
export async function submitLines(url: string, body: string): Promise<void> {
  const headers = { 'content-type': 'application/x-ndjson' }
  const response = await fetch(`${url}/api/live/submit`, { method: 'POST', body, headers })
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`)
}
