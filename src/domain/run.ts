import { createHash } from 'node:crypto'
import type { EndedBy, RunRow } from './model.ts'
import type { BuildEvent, BuildRun } from '../wire/read.ts'

/**
 * The state of a run: `build_run` submissions, events and silence change it. Three things end a run, and the stronger one
 * replaces the weaker: silence (the crash sweep), `build_complete`, a `build_run` with a final status.
 */
const STRENGTH: Record<EndedBy, number> = { sweep: 1, event: 2, client: 3 }

/**
 * Applies a `build_run`: a new run, or an update of a known one. `running` revives a run that only silence ended. A run that
 * ended otherwise ignores it, because it comes late.
 */
export function applyBuildRun(known: RunRow | undefined, run: BuildRun, now: bigint): RunRow {
  const seen = { lastSeenAt: now, changedAt: now }
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
    kind: kindOf(run),
    ...seen,
  }
}

/** Identifies runs of the same command in the same directory. A hash, because an index accepts no text of any length. */
const kindOf = ({ command, args, working_dir: directory }: BuildRun): string =>
  createHash('sha256')
    .update(JSON.stringify([command, args, directory]))
    .digest('base64url')

/**
 * Applies an event to its run in place. The event takes the next sequence, and two types of event end the run. Late events do
 * not revive it.
 */
export function applyEvent(run: RunRow, event: BuildEvent): void {
  run.seq++
  if (event.type === 'build_crashed') return end(run, 'sweep', crashOf(event.timestamp))
  if (event.type !== 'build_complete') return
  const failed = Boolean(event.process.exit_code) || ['failed', 'crashed'].includes(event.process.status)
  end(run, 'event', {
    status: failed ? 'failed' : 'completed',
    endTime: event.process.end_time ?? event.timestamp,
    exitCode: event.process.exit_code,
  })
}

/** The verdict on a silent run. */
export const crashOf = (endTime: bigint) => ({ status: 'failed' as const, endTime, exitCode: -1 })

/** Whether an event is about a process. The others carry a stand-in. */
export const isAboutProcess = (event: BuildEvent): boolean =>
  event.type !== 'build_complete' && event.type !== 'build_crashed'

/** A weaker end still fills in values that the stronger one left open, whichever comes first. */
function end(run: RunRow, by: EndedBy, verdict: Pick<RunRow, 'status' | 'endTime' | 'exitCode'>): void {
  if (STRENGTH[by] > strengthOf(run)) Object.assign(run, verdict, { endedBy: by })
  else if (by === 'event') run.endTime ??= verdict.endTime
}

const strengthOf = (run: RunRow): number => (run.endedBy ? STRENGTH[run.endedBy] : 0)
