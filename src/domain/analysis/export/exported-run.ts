import type { Outcome } from '../outcome.ts'
import type { Processes } from '../processes.ts'
import type { RecordedRun } from '../recorded.ts'

/** A run as the exporters for other tools read it: all that was recorded, with what names it. Times as in `RecordedRun`. */
export interface ExportedRun extends Pick<RecordedRun, 'wall' | 'cores' | 'exitCode' | 'files' | 'machine'> {
  readonly id: string
  readonly commandLine: string
  readonly workingDir: string
  readonly host: string
  readonly outcome: Outcome
  readonly labels: readonly { readonly name: string; readonly value: string }[]
  /** The start of the run, milliseconds since 1970. */
  readonly origin: number
  readonly processes: Processes & { readonly pid: ArrayLike<number> }
}

/** What names such a run, beside what the analysis knows of it. */
export type RunNames = Pick<ExportedRun, 'commandLine' | 'host' | 'outcome' | 'labels'>
