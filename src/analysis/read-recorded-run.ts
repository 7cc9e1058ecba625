import type { RecordedRun } from '../domain/analysis/recorded.ts'
import type { RowReader } from '../store/row-source.ts'
import type { RunColumns } from './columns.ts'
import { endOf } from './end-of.ts'
import type { AskedRun } from './messages.ts'
import { readMachine } from './read-machine.ts'
import { readProcesses } from './read-processes.ts'

/** A recorded run as a thread keeps it. */
export interface KeptRun extends RecordedRun {
  readonly processes: RunColumns
  /** What it holds, about. */
  readonly bytes: number
}

/** What a sample of the machine holds, about. */
const BYTES_OF_SAMPLE = 160

/**
 * Reads all that was recorded of a run, in two statements.
 * @param isWanted is asked now and then
 * @throws TooLarge if the run has more than can be analysed; Gone if nobody wants it any more
 */
export async function readRecordedRun(
  reader: RowReader,
  run: AskedRun,
  isWanted: () => boolean,
): Promise<KeptRun> {
  const processes = await readProcesses(reader, run, isWanted)
  const machine = await readMachine(reader, run)
  return {
    processes,
    wall: endOf(processes, run),
    cores: run.cores,
    status: run.status,
    exitCode: run.exitCode,
    waits: processes.waits,
    files: null,
    machine,
    bytes: processes.bytes + BYTES_OF_SAMPLE * (machine?.length ?? 0),
  }
}
