import type { SubmissionInput } from '../../wire/schema.ts'
import { parseTime } from '../../wire/time.ts'
import type { RecordedProcess, Recording } from '../daemon/recording.ts'

/** A process that runs now; `start` in milliseconds since 1970, CPU use in per cent of one core. */
export interface RunningProcess {
  readonly pid: number
  readonly name: string
  readonly commandLine: string
  readonly start: number
  readonly cpuUsage: number
  /** Resident bytes at the latest sample. */
  readonly memory: number
}

/** A process that has just ended. */
export interface EndedProcess extends RunningProcess {
  readonly end: number
  /** `exit 2`, `SIGKILL`; empty if it went well. */
  readonly failure: string
}

/** Finds a process of the timeline by its pid and its start, in milliseconds since 1970. */
type Counted = (pid: number, start: number) => { readonly ended: boolean } | undefined

/** The state of a followed run. */
export interface TailState {
  readonly commandLine: string
  readonly shortId: string
  /** Milliseconds since 1970. */
  readonly start: number
  /** Null while it runs. */
  readonly end: number | null
  readonly exitCode: number | null
  readonly running: ReadonlyMap<number, RunningProcess>
  /** The processes of the timeline, which can be newer than `seq`: their events may come again. */
  readonly counted: Counted
  readonly started: number
  readonly failed: number
  /** Sequence of the latest event taken in. */
  readonly seq: number
}

/** The first state. */
export function startState({
  run,
  processes,
  origin,
  seq,
}: Pick<Recording, 'run' | 'origin' | 'seq'> & {
  readonly processes: readonly RecordedProcess[]
}): TailState {
  const running = processes
    .filter(({ end }) => end === null)
    .map(({ pid, name, commandLine, start }) => {
      return [pid, { pid, name, commandLine, start: origin + start, cpuUsage: 0, memory: 0 }] as const
    })
  return {
    commandLine: run.commandLine,
    shortId: run.shortId,
    start: origin,
    end: run.status.startsWith('running') ? null : origin + (run.duration ?? 0),
    exitCode: run.exitCode,
    running: new Map(running),
    counted: countedIn(processes, origin),
    started: processes.length,
    failed: processes.filter(({ exitCode, signal }) => exitCode || signal).length,
    seq,
  }
}

/**
 * Takes events in, as lines of the wire.
 * @param seq of the last of them
 * @returns the state after them, and the processes that ended
 */
export function takeEvents(
  state: TailState,
  lines: readonly string[],
  seq: number,
): { readonly state: TailState; readonly ended: readonly EndedProcess[] } {
  const running = new Map(state.running)
  const ended: EndedProcess[] = []
  let { started, failed, end, exitCode } = state
  for (const line of lines) {
    const submission = JSON.parse(line) as SubmissionInput
    if (submission.type !== 'build_event') continue
    const { type, process, timestamp } = submission.data
    const time = milliseconds(timestamp)
    if (type === 'build_complete' || type === 'build_crashed') {
      end = time
      exitCode = process.exit_code ?? (type === 'build_crashed' ? -1 : 0)
      continue
    }
    const start = milliseconds(process.start_time)
    const counted = state.counted(process.pid, start)
    if (counted?.ended) continue
    const known = running.get(process.pid)
    const present: RunningProcess = {
      pid: process.pid,
      name: process.name || known?.name || '',
      commandLine: process.cmdline || known?.commandLine || '',
      start,
      cpuUsage: process.cpu_usage ?? 0,
      memory: Number(process.mem_usage ?? 0),
    }
    if (type === 'process_start' && !counted) started++
    if (type !== 'process_end') {
      running.set(process.pid, present)
      continue
    }
    running.delete(process.pid)
    const failure = process.signal || (process.exit_code ? `exit ${process.exit_code}` : '')
    if (failure) failed++
    ended.push({ ...present, end: time, failure })
  }
  return { state: { ...state, running, started, failed, end, exitCode, seq }, ended }
}

/** Milliseconds by which a start in the timeline, in whole microseconds, can differ from the same start in an event. */
const TOLERANCE = 0.01

/** A pid alone does not identify a process, because the system reuses pids. */
function countedIn(processes: readonly RecordedProcess[], origin: number): Counted {
  const byPid = new Map<number, RecordedProcess[]>()
  for (const process of processes) {
    const same = byPid.get(process.pid)
    if (same) same.push(process)
    else byPid.set(process.pid, [process])
  }
  return (pid, start) => {
    const found = byPid.get(pid)?.find((process) => Math.abs(origin + process.start - start) < TOLERANCE)
    return found && { ended: found.end !== null }
  }
}

const milliseconds = (time: string): number => Number(parseTime(time) ?? 0n) / 1e6
