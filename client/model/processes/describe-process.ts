import { visible } from '../../../src/domain/analysis/visible.ts'
import { colourOf } from '../timeline/tool-colours.ts'
import { CRASHED, NO_EXIT_CODE } from '../../../src/domain/analysis/processes.ts'
import type { ProcessRows } from './process-rows.ts'

/** The end of a process in words: `exit 0`, `SIGKILL`, `running`. */
export function describeEnd(rows: ProcessRows, row: number): string {
  if (rows.isRunning(row)) return 'running'
  const signal = rows.signalOf(row)
  if (signal) return visible(signal)
  const code = rows.exitCode[row]!
  if (code !== NO_EXIT_CODE) return `exit ${code}`
  return rows.status[row] === CRASHED ? 'crashed' : 'ended'
}

/** The colour of a process's slice, as the style sheet names it. */
export const swatchOf = (rows: ProcessRows, row: number): string =>
  rows.failed(row) ? 'var(--slice-failed)' : toolSwatch(rows.nameOf(row))

/** The colour of a tool. */
export const toolSwatch = (name: string): string => `var(--slice-${colourOf(name)})`
