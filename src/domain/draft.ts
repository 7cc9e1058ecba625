import { NotFound } from '../errors.ts'
import { isDeleted, type EventRow, type MachineRow, type ProcessRow, type RunRow } from './model.ts'
import { machineRowOf } from './machine.ts'
import type { MachineSubmission } from '../wire/machine-sample.ts'
import { printProcessInfo } from '../wire/print.ts'
import type { BuildEvent, BuildRun, ProcessInfo } from '../wire/read.ts'
import { cpuTimeOf, foldProcess } from './process.ts'
import { applyBuildRun, applyEvent, isAboutProcess } from './run.ts'

/** What changed, as rows to write. */
export interface Changes {
  readonly runs: RunRow[]
  readonly newProcesses: ProcessRow[]
  /** Of those that are stored. */
  readonly changedProcesses: ProcessRow[]
  readonly events: EventRow[]
  readonly machine: MachineRow[]
}

/**
 * A run as a batch of submissions changes it, with those of its processes and events that the batch is about. The rows
 * given are the draft's own and change in place: a copy for each event would be a fifth of what ingest allocates.
 */
export class RunDraft {
  #row: RunRow | undefined
  /** Its `changedAt` as stored. */
  readonly #storedAt: bigint
  /** By pid; a list, since pids are reused within a build. */
  readonly #processes = new Map<number, ProcessRow[]>()
  readonly #knownEvents = new Set<string>()
  #newEvents: EventRow[] = []
  readonly #newProcesses = new Set<ProcessRow>()
  readonly #changedProcesses = new Set<ProcessRow>()
  /** By time: a sample that comes again replaces the first. */
  readonly #machine = new Map<bigint, MachineRow>()
  #isChanged = false

  constructor(
    private readonly id: string,
    stored: RunRow | undefined,
  ) {
    this.#row = stored
    this.#storedAt = stored?.changedAt ?? -1n
  }

  /** Tells of a process that is stored. */
  knowProcess(row: ProcessRow): void {
    const samePid = this.#processes.get(row.pid)
    if (samePid) samePid.push(row)
    else this.#processes.set(row.pid, [row])
  }

  /** Tells of an event that is stored. */
  knowEvent(id: string): void {
    this.#knownEvents.add(id)
  }

  /** Adds a `build_run` received at `now` (milliseconds). @throws NotFound while the deleted run still has rows */
  addRun(run: BuildRun, now: bigint): void {
    this.#row = applyBuildRun(this.#present(), run, now)
    this.#isChanged = true
  }

  /** Adds an event; one that is known already says only that the run lives. @throws NotFound if there is no such run */
  addEvent(event: BuildEvent, now: bigint): void {
    const run = this.#heardFrom(now)
    if (this.#knownEvents.has(event.id)) return
    this.#knownEvents.add(event.id)
    applyEvent(run, event)
    const about = isAboutProcess(event)
    if (about) this.#fold(run, event.process, event.timestamp, event.type === 'process_end')
    this.#newEvents.push({
      runId: this.id,
      seq: run.seq,
      id: event.id,
      timestamp: event.timestamp,
      type: event.type,
      snapshot: printProcessInfo(event.process),
      receivedAt: now,
      processPid: about ? event.process.pid : null,
      processStart: about ? event.process.start_time : null,
    })
  }

  /** Adds what a client says of a process outside any event. @throws NotFound if there is no such run */
  addProcess(process: ProcessInfo, now: bigint): void {
    this.#fold(this.#heardFrom(now), process, process.end_time ?? process.start_time, false)
  }

  /** Adds a sample of the machine. @throws NotFound if there is no such run */
  addMachineSample(sample: MachineSubmission, now: bigint): void {
    this.#heardFrom(now)
    this.#machine.set(sample.time, machineRowOf(sample))
  }

  /**
   * Takes what changed since the last time. A batch moves `changedAt` on, whatever the clock says: by it, watchers tell
   * that a run changed.
   */
  takeInto({ runs, newProcesses, changedProcesses, events, machine }: Changes): void {
    if (!this.#isChanged) return
    const run = this.#row!
    if (run.changedAt <= this.#storedAt) run.changedAt = this.#storedAt + 1n
    runs.push(run)
    for (const row of this.#newProcesses) newProcesses.push(row)
    for (const row of this.#changedProcesses) changedProcesses.push(row)
    for (const row of this.#newEvents) events.push(row)
    for (const row of this.#machine.values()) machine.push(row)
    this.#isChanged = false
    this.#newProcesses.clear()
    this.#changedProcesses.clear()
    this.#newEvents = []
    this.#machine.clear()
  }

  /** Folds a snapshot into its process, and what that changes into the totals of the run. */
  #fold(run: RunRow, snapshot: ProcessInfo, at: bigint, ended: boolean): void {
    const known = this.#processes.get(snapshot.pid)?.find((row) => row.startTime === snapshot.start_time)
    const before = known ? { running: runs(known), cpuTime: cpuTimeOf(known) } : NOTHING
    const row = foldProcess(known, snapshot, at, ended)
    if (!known) {
      this.knowProcess(row)
      this.#newProcesses.add(row)
      run.processesSeen++
    } else if (!this.#newProcesses.has(row)) this.#changedProcesses.add(row)
    run.processesRunning += runs(row) - before.running
    run.cpuTime += cpuTimeOf(row) - before.cpuTime
    if (row.peakMemory > run.peakMemory) run.peakMemory = row.peakMemory
  }

  #heardFrom(now: bigint): RunRow {
    const run = this.#present()
    if (!run) throw new NotFound(`There is no run ${this.id}. Submit its build_run first.`)
    run.lastSeenAt = now
    run.changedAt = now
    this.#isChanged = true
    return run
  }

  #present(): RunRow | undefined {
    if (!this.#row || !isDeleted(this.#row)) return this.#row
    throw new NotFound(
      `The run ${this.id} is being deleted. Submit it again when that is done, or with another id.`,
    )
  }
}

const runs = (row: ProcessRow): number => (row.status === 'running' ? 1 : 0)

const NOTHING = { running: 0, cpuTime: 0n }
