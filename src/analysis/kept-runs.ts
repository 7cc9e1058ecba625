import type { RowReader } from '../store/row-source.ts'
import type { RunColumns } from './columns.ts'
import { endOf } from './end-of.ts'
import type { AskedRun } from './messages.ts'
import { readProcesses } from './read-processes.ts'
import { readRecordedRun, type KeptRun } from './read-recorded-run.ts'

/** Bytes of runs that are kept, beside the one in use. */
const KEPT = 128 * 1024 * 1024

/** A run that was read; `recorded` once something needed more than its processes. */
interface Kept {
  readonly processes: RunColumns
  recorded?: KeptRun
}

/** Reads runs, and keeps the latest. */
export class KeptRuns {
  readonly #kept = new Map<string, Kept>()

  constructor(private readonly reader: RowReader) {}

  /**
   * The processes of a run.
   * @param isWanted is asked now and then
   * @throws TooLarge if they are more than can be analysed; Withdrawn if the question was withdrawn
   */
  async processesOf(run: AskedRun, isWanted: () => boolean): Promise<RunColumns> {
    return (await this.#keep(run, isWanted)).processes
  }

  /** All that was recorded of a run. @throws like `processesOf` */
  async recordedRun(run: AskedRun, isWanted: () => boolean): Promise<KeptRun> {
    const kept = await this.#keep(run, isWanted)
    kept.recorded ??= await readRecordedRun(this.reader, run, kept.processes, isWanted)
    this.#dropOthers(kept)
    // The end is computed anew, because a live run may be analysed again later in the same version.
    return { ...kept.recorded, wall: endOf(kept.processes, run) }
  }

  async #keep(run: AskedRun, isWanted: () => boolean): Promise<Kept> {
    const key = `${run.id}/${run.version}`
    const kept = this.#kept.get(key) ?? { processes: await readProcesses(this.reader, run, isWanted) }
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    this.#dropOthers(kept)
    return kept
  }

  /** Drops the runs that were used longest ago, but never `used`. */
  #dropOthers(used: Kept): void {
    let bytes = 0
    for (const [key, kept] of [...this.#kept].toReversed()) {
      bytes += kept.processes.bytes + (kept.recorded?.bytes ?? 0)
      if (bytes > KEPT && kept !== used) this.#kept.delete(key)
    }
  }
}
