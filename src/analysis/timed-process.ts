import { durationOf, failed, textOf, type DecodedColumns } from '../domain/analysis/processes.ts'
import type { TimedProcess } from './messages.ts'

/** Characters of a text in a report; `Run.timeline` has all of it. */
const MOST_CHARACTERS = 8192

export const short = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`

/** Names each process once. */
export function namer(columns: DecodedColumns, own: ArrayLike<number>, until: number) {
  const known = new Map<number, TimedProcess>()
  return (row: number): TimedProcess => {
    const cpuTime = columns.cpuTime[row]!
    const process = known.get(row) ?? {
      row,
      pid: columns.pid[row]!,
      name: short(textOf(columns, columns.name, row)),
      commandLine: short(textOf(columns, columns.commandLine, row)),
      workingDir: short(textOf(columns, columns.workingDir, row)),
      start: columns.start[row]!,
      duration: durationOf(columns, row, until),
      own: own[row]!,
      cpuTime: Number.isNaN(cpuTime) ? null : cpuTime,
      failed: failed(columns, row),
    }
    known.set(row, process)
    return process
  }
}
