import { NotFound } from '../errors.ts'
import { isDeleted, type EventRow, type ProcessRow, type RunRow } from '../store/rows.ts'
import type { ProcessKey } from '../store/lookup.ts'
import type { Found, Wanted } from '../store/writer.ts'
import type { BuildEvent, ProcessInfo, Submission } from '../wire/read.ts'
import { printProcessInfo } from '../wire/print.ts'
import { cpuTimeOf, foldProcess, processKey } from './process.ts'
import { applyBuildRun, applyEvent, isAboutProcess } from './run.ts'

/** Reads what is stored, within the transaction that will write. */
type Read = (wanted: Wanted) => Promise<Found>

/** What a batch of submissions makes of the stored runs, processes and events; in memory, until it is written. */
export class Batch {
  readonly newEvents: EventRow[] = []
  readonly #runs: Map<string, RunRow>
  readonly #changedAt: ReadonlyMap<string, bigint>
  readonly #processes: Map<string, ProcessRow>
  readonly #knownEvents: Set<string>
  readonly #changedRuns = new Set<string>()
  readonly #changedProcesses = new Set<string>()

  private constructor({ runs, processes, events }: Found) {
    this.#runs = new Map(runs.map((run) => [run.id, run]))
    this.#changedAt = new Map(runs.map((run) => [run.id, run.changedAt]))
    this.#processes = new Map(
      processes.map((row) => [inRun(row.runId, processKey(row.pid, row.startTime)), row]),
    )
    this.#knownEvents = new Set(events.map((event) => inRun(event.runId, event.id)))
  }

  /** Reads the rows that these submissions touch. */
  static async load(read: Read, submissions: readonly Submission[]): Promise<Batch> {
    const events = submissions.flatMap(({ type, data }) => (type === 'build_event' ? [data] : []))
    const processes = [
      ...events.filter(isAboutProcess).map((event) => event.process),
      ...submissions.flatMap(({ type, data }) => (type === 'process' ? [data] : [])),
    ]
    return new Batch(
      await read({
        runs: [...new Set(submissions.map(runIdOf))],
        processes: unique(processes),
        events: events.map((event) => [event.build_run_id, event.id] as const),
      }),
    )
  }

  /** Each batch moves `changedAt` on, whatever the clock says: by it, watchers tell that a run changed. */
  get changedRuns(): RunRow[] {
    return [...this.#changedRuns].map((id) => {
      const run = this.#runs.get(id)!
      const before = this.#changedAt.get(id) ?? -1n
      return run.changedAt > before ? run : { ...run, changedAt: before + 1n }
    })
  }

  get changedProcesses(): ProcessRow[] {
    return [...this.#changedProcesses].map((key) => this.#processes.get(key)!)
  }

  /** Ids of the runs that a watcher should read again. */
  get touched(): Iterable<string> {
    return this.#changedRuns
  }

  /** Adds one submission received at `now` (milliseconds). @throws NotFound for an event or process of an unknown run */
  add({ type, data }: Submission, now: number): void {
    if (type === 'build_run') this.#setRun(applyBuildRun(this.#present(data.id), data, now))
    else if (type === 'build_event') this.#addEvent(data, now)
    else {
      this.#heardFrom(this.#knownRun(data.build_run_id), now)
      this.#fold(data, data.end_time ?? data.start_time, false)
    }
  }

  #addEvent(event: BuildEvent, now: number): void {
    const run = this.#knownRun(event.build_run_id)
    const key = inRun(run.id, event.id)
    if (this.#knownEvents.has(key)) return this.#heardFrom(run, now)
    this.#knownEvents.add(key)
    const changed = applyEvent(run, event, now)
    this.#setRun(changed)
    const about = isAboutProcess(event)
    if (about) this.#fold(event.process, event.timestamp, event.type === 'process_end')
    this.newEvents.push({
      runId: run.id,
      seq: changed.seq,
      id: event.id,
      timestamp: event.timestamp,
      type: event.type,
      snapshot: printProcessInfo(event.process),
      receivedAt: BigInt(now),
      processPid: about ? event.process.pid : null,
      processStart: about ? event.process.start_time : null,
    })
  }

  /** Folds a snapshot into its process, and what that changes into the totals of the run. */
  #fold(snapshot: ProcessInfo, at: bigint, ended: boolean): void {
    const key = inRun(snapshot.build_run_id, processKey(snapshot.pid, snapshot.start_time))
    const known = this.#processes.get(key)
    const row = foldProcess(known, snapshot, at, ended)
    this.#processes.set(key, row)
    this.#changedProcesses.add(key)
    const run = this.#runs.get(snapshot.build_run_id)!
    this.#setRun({
      ...run,
      processesSeen: run.processesSeen + (known ? 0 : 1),
      processesRunning: run.processesRunning + runs(row) - (known ? runs(known) : 0),
      cpuTime: run.cpuTime + cpuTimeOf(row) - (known ? cpuTimeOf(known) : 0n),
      peakMemory: row.peakMemory > run.peakMemory ? row.peakMemory : run.peakMemory,
    })
  }

  #knownRun(id: string): RunRow {
    const run = this.#present(id)
    if (run) return run
    throw new NotFound(`There is no run ${id}. Submit its build_run first.`)
  }

  /** A run that is known. @throws NotFound while a deleted one still has rows */
  #present(id: string): RunRow | undefined {
    const run = this.#runs.get(id)
    if (!run || !isDeleted(run)) return run
    throw new NotFound(
      `The run ${id} is being deleted. Submit it again when that is done, or with another id.`,
    )
  }

  #heardFrom(run: RunRow, now: number): void {
    this.#setRun({ ...run, lastSeenAt: BigInt(now), changedAt: BigInt(now) })
  }

  #setRun(run: RunRow): void {
    this.#runs.set(run.id, run)
    this.#changedRuns.add(run.id)
  }
}

const runs = (row: ProcessRow): number => (row.status === 'running' ? 1 : 0)

const inRun = (runId: string, key: string): string => `${runId}/${key}`

const runIdOf = ({ type, data }: Submission): string => (type === 'build_run' ? data.id : data.build_run_id)

function unique(processes: readonly ProcessInfo[]): ProcessKey[] {
  const keys = processes.map((info) => [info.build_run_id, info.pid, info.start_time] as const)
  return [...new Map(keys.map((key) => [key.join('/'), key])).values()]
}
