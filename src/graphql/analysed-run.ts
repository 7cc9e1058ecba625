import { analyse, type Analysis } from '../domain/analysis/analyse.ts'
import { decode, type DecodedColumns } from '../domain/analysis/processes.ts'
import type { RunRow } from '../store/rows.ts'
import type { GraphContext } from './context.ts'
import { durationOf } from './run-duration.ts'
import { readTimeline } from './timeline.ts'

/** A run with the processes it is analysed by. */
export interface ReadRun {
  readonly run: RunRow
  readonly processes: DecodedColumns
  /** Where what has no end ends, in milliseconds since the run's start: its end, or now while it runs. */
  readonly until: number
}

/** A run with what the analysis says. */
export interface AnalysedRun extends ReadRun {
  readonly analysis: Analysis
}

/** Reads the processes of a run. */
export async function readRun({ store, now, liveTimeout }: GraphContext, run: RunRow): Promise<ReadRun> {
  const processes = decode(await readTimeline(store, run))
  const origin = Number(run.startTime) / 1e6
  const live = run.status === 'running' && Number(run.lastSeenAt) > now() - liveTimeout
  // A run that fell silent is known until it was last heard from.
  let until = durationOf(run) ?? (live ? now() : Number(run.lastSeenAt)) - origin
  for (let row = 0; row < processes.count; row++) {
    const end = processes.end[row]!
    until = Math.max(until, end === Infinity ? processes.start[row]! : end)
  }
  return { run, processes, until }
}

/** Reads a run and tells where its time went. */
export async function analyseRun(context: GraphContext, run: RunRow): Promise<AnalysedRun> {
  const read = await readRun(context, run)
  const facts = { wall: read.until, cores: run.cores, status: run.status }
  return { ...read, analysis: analyse(read.processes, facts) }
}
