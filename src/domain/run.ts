import type { EndedBy, RunRow } from '../store/rows.ts'
import type { BuildEvent, BuildRun } from '../wire/read.ts'

/**
 * What a run *is*: how `build_run` submissions, events and silence change it. Three things end a run, and the
 * stronger word replaces the weaker: silence (the crash sweep), `build_complete`, a `build_run` with a final status.
 */
const STRENGTH: Record<EndedBy, number> = { sweep: 1, event: 2, client: 3 }

/**
 * Applies a `build_run`: a new run, or an update of a known one. `running` revives a run that only silence ended,
 * and says nothing new of one that has ended otherwise (it comes late).
 */
export function applyBuildRun(known: RunRow | undefined, run: BuildRun, now: number): RunRow {
  const seen = { lastSeenAt: BigInt(now), changedAt: BigInt(now) }
  if (known && run.status === 'running' && strengthOf(known) > STRENGTH.sweep) return { ...known, ...seen }
  const ended = run.status !== 'running'
  return {
    ...(known ?? { seq: 0, processesSeen: 0, processesRunning: 0, cpuTime: 0n, peakMemory: 0n }),
    id: run.id,
    command: run.command,
    args: JSON.stringify(run.args),
    workingDir: run.working_dir,
    startTime: run.start_time,
    endTime: ended ? (run.end_time ?? known?.endTime ?? null) : null,
    status: run.status,
    endedBy: ended ? 'client' : null,
    exitCode: ended ? run.exit_code : null,
    duration: run.duration === null ? null : BigInt(run.duration),
    reportedProcesses: run.process_count,
    host: run.host,
    cores: run.cores,
    labels: JSON.stringify(run.labels),
    capture: run.capture ? JSON.stringify(run.capture) : null,
    searchText: `${[run.command, ...run.args].join(' ')}\n${run.working_dir}`.toLowerCase(),
    ...seen,
  }
}

/**
 * What an event changes in its run: it takes the next sequence, the run was heard from, and two types of event end it.
 * Late events do not revive it.
 */
export function applyEvent(run: RunRow, event: BuildEvent, now: number): RunRow {
  const heard = { ...run, seq: run.seq + 1, lastSeenAt: BigInt(now), changedAt: BigInt(now) }
  if (event.type === 'build_crashed') return end(heard, 'sweep', crashOf(event.timestamp))
  if (event.type !== 'build_complete') return heard
  const failed = Boolean(event.process.exit_code) || ['failed', 'crashed'].includes(event.process.status)
  return end(heard, 'event', {
    status: failed ? 'failed' : 'completed',
    endTime: event.process.end_time ?? event.timestamp,
    exitCode: event.process.exit_code,
  })
}

/** The verdict on a run that fell silent. */
export const crashOf = (endTime: bigint) => ({ status: 'failed' as const, endTime, exitCode: -1 })

/** Whether an event is about a process; the others carry a stand-in. */
export const isAboutProcess = (event: BuildEvent): boolean =>
  event.type !== 'build_complete' && event.type !== 'build_crashed'

/** The weaker word still fills in what the stronger left open, whichever comes first. */
function end(run: RunRow, by: EndedBy, verdict: Pick<RunRow, 'status' | 'endTime' | 'exitCode'>): RunRow {
  if (STRENGTH[by] > strengthOf(run)) return { ...run, ...verdict, endedBy: by }
  return by === 'event' && run.endTime === null ? { ...run, endTime: verdict.endTime } : run
}

const strengthOf = (run: RunRow): number => (run.endedBy ? STRENGTH[run.endedBy] : 0)
