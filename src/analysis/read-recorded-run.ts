import { TooLarge } from '../errors.ts'
import type { RecordedRun } from '../domain/analysis/recorded.ts'
import type { RowReader } from '../store/row-source.ts'
import type { RunColumns } from './columns.ts'
import { endOf } from './end-of.ts'
import { readFiles, type KeptFiles } from './files/read-files.ts'
import type { AskedRun } from './messages.ts'
import { readMachine } from './read-machine.ts'
import { readWaits } from './read-waits.ts'

/** A recorded run as a thread keeps it. */
export interface KeptRun extends RecordedRun {
  readonly processes: RunColumns
  readonly files: KeptFiles | null
  /** Why there are none, where they are too many: all else can be told without them. */
  readonly tooManyFiles: TooLarge | null
  /** What it holds beside its processes, about. */
  readonly bytes: number
}

/** What a sample of the machine, and what a process waited for, hold, about. */
const BYTES_OF_SAMPLE = 160
const BYTES_OF_WAITS = 40

/**
 * Reads all that was recorded of a run beside its processes, in three statements.
 * @param isWanted is asked now and then
 * @throws Withdrawn if the question was withdrawn
 */
export async function readRecordedRun(
  reader: RowReader,
  run: AskedRun,
  processes: RunColumns,
  isWanted: () => boolean,
): Promise<KeptRun> {
  const waits = await readWaits(reader, run, processes, isWanted)
  const machine = await readMachine(reader, run)
  const { files, tooManyFiles } = await filesOf(reader, run, processes, isWanted)
  return {
    processes,
    wall: endOf(processes, run),
    cores: run.cores,
    status: run.status,
    exitCode: run.exitCode,
    waits,
    files,
    tooManyFiles,
    machine,
    bytes:
      BYTES_OF_SAMPLE * (machine?.length ?? 0) +
      (waits ? BYTES_OF_WAITS * processes.count : 0) +
      (files?.bytes ?? 0),
  }
}

async function filesOf(
  ...[reader, run, processes, isWanted]: Parameters<typeof readFiles>
): Promise<Pick<KeptRun, 'files' | 'tooManyFiles'>> {
  try {
    return { files: await readFiles(reader, run, processes, isWanted), tooManyFiles: null }
  } catch (error) {
    if (error instanceof TooLarge) return { files: null, tooManyFiles: error }
    throw error
  }
}
