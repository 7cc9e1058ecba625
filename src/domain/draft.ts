import { NotFound } from '../errors.ts'
import {
  isDeleted,
  type EventRow,
  type FilePartRow,
  type MachineRow,
  type ProcessRow,
  type RunRow,
} from './model.ts'
import { machineRowOf } from './machine.ts'
import type { MachineSubmission } from '../wire/machine-sample.ts'
import { printProcessInfo } from '../wire/print.ts'
import type { BuildEvent, BuildRun, ProcessInfo } from '../wire/read.ts'
import { cpuTimeOf, foldProcess } from './process.ts'
import { applyBuildRun, applyEvent, isAboutProcess } from './run.ts'

/** The changes, as rows to write. */
export interface Changes {
  readonly runs: RunRow[]
  readonly newProcesses: ProcessRow[]
  /** Only stored processes. */
  readonly changedProcesses: ProcessRow[]
  readonly events: EventRow[]
  readonly machine: MachineRow[]
  readonly fileParts: FilePartRow[]
}

/**
 * A run under a batch of submissions, with the processes and events in the batch. The draft owns the given rows and changes
 * them in place, because a copy for each event would be a fifth of ingest's allocations.
 */
export class RunDraft {
  #row: RunRow | undefined
  /** Its `changedAt` as stored. */
  readonly #storedAt: bigint
  /** By pid, in lists, because the system reuses pids within a build. */
  readonly #processes = new Map<number, ProcessRow[]>()
  readonly #knownEvents = new Set<string>()
  #newEvents: EventRow[] = []
  readonly #knownParts = new Set<number>()
  #newParts: FilePartRow[] = []
  readonly #newProcesses = new Set<ProcessRow>()
  readonly #changedProcesses = new Set<ProcessRow>()
  /** By time. A repeated sample replaces the first. */
  readonly #machine = new Map<bigint, MachineRow>()
  #isChanged = false
  readonly #wasRunning: boolean

  constructor(
    private readonly id: string,
    stored: RunRow | undefined,
  ) {
    this.#row = stored
    this.#storedAt = stored?.changedAt ?? -1n
    this.#wasRunning = stored === undefined || stored.status === 'running'
  }

  /** Adds a stored process. */
  knowProcess(row: ProcessRow): void {
    const samePid = this.#processes.get(row.pid)
    if (samePid) samePid.push(row)
    else this.#processes.set(row.pid, [row])
  }

  /** Adds a stored event. */
  knowEvent(id: string): void {
    this.#knownEvents.add(id)
  }

  /** Tells of a part of its files that is stored. */
  knowFilePart(part: number): void {
    this.#knownParts.add(part)
  }

  /** Adds a `build_run` received at `now` (milliseconds). @throws NotFound while the deleted run still has rows */
  addRun(run: BuildRun, now: bigint): void {
    this.#row = applyBuildRun(this.#present(), run, now)
    this.#isChanged = true
  }

  /** Adds an event. A known event only shows that the run lives. @throws NotFound if the run does not exist */
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

  /** Adds a submitted process without an event. @throws NotFound if the run does not exist */
  addProcess(process: ProcessInfo, now: bigint): void {
    this.#fold(this.#heardFrom(now), process, process.end_time ?? process.start_time, false)
  }

  /** Adds a sample of the machine. @throws NotFound if there is no such run */
  addMachineSample(sample: MachineSubmission, now: bigint): void {
    this.#heardFrom(now)
    this.#machine.set(sample.time, machineRowOf(sample))
  }

  /** Adds a part of its files; one that is known already says only that the run lives. @throws NotFound if there is no such run */
  addFilePart(row: FilePartRow, now: bigint): void {
    this.#heardFrom(now)
    if (this.#knownParts.has(row.part)) return
    this.#knownParts.add(row.part)
    this.#newParts.push(row)
  }

  /** The run, if the batch ended it; undefined for one that had ended before. */
  get ended(): RunRow | undefined {
    return this.#wasRunning && this.#row && this.#row.status !== 'running' ? this.#row : undefined
  }

  /**
   * Takes the changes since the last call. `changedAt` moves forward with each batch, whatever the clock says, because
   * subscribers use it to detect changes.
   */
  takeInto({ runs, newProcesses, changedProcesses, events, machine, fileParts }: Changes): void {
    if (!this.#isChanged) return
    const run = this.#row!
    if (run.changedAt <= this.#storedAt) run.changedAt = this.#storedAt + 1n
    runs.push(run)
    for (const row of this.#newProcesses) newProcesses.push(row)
    for (const row of this.#changedProcesses) changedProcesses.push(row)
    for (const row of this.#newEvents) events.push(row)
    for (const row of this.#machine.values()) machine.push(row)
    for (const row of this.#newParts) fileParts.push(row)
    this.#isChanged = false
    this.#newProcesses.clear()
    this.#changedProcesses.clear()
    this.#newEvents = []
    this.#machine.clear()
    this.#newParts = []
  }

  /** Folds a snapshot into its process, and the difference into the totals of the run. */
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
