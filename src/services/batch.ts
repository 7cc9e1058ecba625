import type { ProcessKey } from '../store/reads/lookup.ts'
import type { Found, Wanted } from '../store/transaction.ts'
import type { FilePartRow, RunRow } from '../domain/model.ts'
import { packLine } from '../wire/packed.ts'
import { printFilesLine, type Files } from '../wire/files.ts'
import type { ProcessInfo, Submission } from '../wire/read.ts'
import { isAboutProcess } from '../domain/run.ts'
import { RunDraft, type Changes } from '../domain/draft.ts'

/** Reads stored rows in the transaction that will write. */
type Read = (wanted: Wanted) => Promise<Found>

/** The effect of a batch of submissions on the stored runs, processes and events, in memory until it is written. */
export class Batch {
  readonly #drafts: ReadonlyMap<string, RunDraft>
  readonly #touched = new Set<string>()

  private constructor(
    ids: Iterable<string>,
    { runs, processes, events, fileParts }: Found,
    private readonly packed: ReadonlyMap<Files, FilePartRow>,
  ) {
    const stored = new Map(runs.map((run) => [run.id, run]))
    this.#drafts = new Map([...ids].map((id) => [id, new RunDraft(id, stored.get(id))]))
    for (const row of processes) this.#drafts.get(row.runId)!.knowProcess(row)
    for (const { runId, id } of events) this.#drafts.get(runId)!.knowEvent(id)
    for (const { runId, part } of fileParts) this.#drafts.get(runId)!.knowFilePart(part)
  }

  /** Reads the rows that these submissions touch, and packs what is stored packed. */
  static async load(read: Read, submissions: readonly Submission[]): Promise<Batch> {
    const runs = new Set<string>()
    const processes = new ProcessKeys()
    const events: [string, string][] = []
    const files: Files[] = []
    for (const submission of submissions) {
      runs.add(runIdOf(submission))
      if (submission.type === 'process') processes.add(submission.data)
      if (submission.type === 'files') files.push(submission.data)
      if (submission.type !== 'build_event') continue
      const event = submission.data
      events.push([event.build_run_id, event.id])
      if (isAboutProcess(event)) processes.add(event.process)
    }
    const packed = new Map(files.length ? await Promise.all(files.map(filePart)) : [])
    const fileParts = files.map(({ build_run_id: runId, part }) => [runId, part] as const)
    const found = await read({ runs: [...runs], processes: processes.keys, events, fileParts })
    return new Batch(runs, found, packed)
  }

  /** Adds one of the submissions, received at `now` (milliseconds). @throws NotFound if its run is unknown */
  add(submission: Submission, now: bigint): void {
    const id = runIdOf(submission)
    const draft = this.#drafts.get(id)!
    if (submission.type === 'build_run') draft.addRun(submission.data, now)
    else if (submission.type === 'build_event') draft.addEvent(submission.data, now)
    else if (submission.type === 'machine') draft.addMachineSample(submission.data, now)
    else if (submission.type === 'files') draft.addFilePart(this.packed.get(submission.data)!, now)
    else draft.addProcess(submission.data, now)
    this.#touched.add(id)
  }

  /** Takes the changes since the last call. */
  take(): Changes {
    const changes: Changes = {
      runs: [],
      newProcesses: [],
      changedProcesses: [],
      events: [],
      machine: [],
      fileParts: [],
    }
    for (const draft of this.#drafts.values()) draft.takeInto(changes)
    return changes
  }

  /** The runs that the batch ended. */
  get ended(): readonly RunRow[] {
    return [...this.#drafts.values()].flatMap(({ ended }) => ended ?? [])
  }

  /** Ids of the runs that subscribers should read again. */
  get touched(): Iterable<string> {
    return this.#touched
  }
}

const runIdOf = ({ type, data }: Submission): string => (type === 'build_run' ? data.id : data.build_run_id)

async function filePart(files: Files): Promise<readonly [Files, FilePartRow]> {
  const line = printFilesLine(files)
  const { build_run_id: runId, part } = files
  return [files, { runId, part, bytes: Buffer.byteLength(line), data: await packLine(line) }]
}

/** A set of the keys of processes. */
class ProcessKeys {
  readonly keys: ProcessKey[] = []
  readonly #seen = new Map<string, Map<number, bigint[]>>()

  add({ build_run_id: runId, pid, start_time: start }: ProcessInfo): void {
    const ofRun = this.#seen.get(runId) ?? new Map<number, bigint[]>()
    this.#seen.set(runId, ofRun)
    const starts = ofRun.get(pid)
    if (starts?.includes(start)) return
    if (starts) starts.push(start)
    else ofRun.set(pid, [start])
    this.keys.push([runId, pid, start])
  }
}
