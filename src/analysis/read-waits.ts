import type { Waits } from '../domain/analysis/recorded.ts'
import type { RowReader } from '../store/row-source.ts'
import type { ProcessNumber } from '../wire/process-numbers.ts'
import { NOT_SET } from '../wire/time.ts'
import type { RunColumns } from './columns.ts'
import { findRow } from './files/rows.ts'
import { real, since, Withdrawn, type Origin } from './read-processes.ts'

const WAITED = [
  'runQueueTime',
  'diskTime',
  'stdinPipe',
  'stdoutPipe',
  'stderrPipe',
] as const satisfies readonly ProcessNumber[]

const SQL = `SELECT "pid", CASE WHEN "startTime" > ${NOT_SET} THEN ${since('startTime', 1)} END,
    ${WAITED.map((column) => real(`"${column}"`)).join(', ')}
  FROM "Process" WHERE "runId" = $2 AND (${WAITED.map((column) => `"${column}" IS NOT NULL`).join(' OR ')})
  ORDER BY "startTime", "pid"`

/**
 * Reads what the processes of a run waited for, in one statement. It is not part of `readProcesses`, because a picture of the
 * run does without it, and should not wait for a third of the values.
 * @param columns of the same run. A process that came since is left out.
 * @param isWanted is asked now and then
 * @returns a row for each of theirs; null if nothing was measured
 * @throws Withdrawn if the question was withdrawn
 */
export async function readWaits(
  reader: RowReader,
  { id, startTime }: Pick<Origin, 'id' | 'startTime'>,
  columns: RunColumns,
  isWanted: () => boolean,
): Promise<Waits | null> {
  const { count, pid, begun } = columns
  const runQueue = new Float64Array(count).fill(NaN)
  const disk = new Float64Array(count).fill(NaN)
  const [stdin, stdout, stderr] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
  let isMeasured = false
  let wanted = true
  let next = 0
  await reader.read({ sql: SQL, parameters: [startTime, id] }, (rows) => {
    for (const [itsPid, started, ...values] of rows) {
      const itsBegin = started === null ? null : Number(started)
      // Both are in the same order, so that the next row is nearly always the one.
      while (next < count && begun[next]! < (itsBegin ?? -Infinity)) next++
      const isNext = pid[next] === Number(itsPid) && begun[next] === (itsBegin ?? -Infinity)
      const row = isNext ? next++ : findRow(columns, Number(itsPid), itsBegin)
      if (row < 0) continue
      isMeasured = true
      runQueue[row] = milliseconds(values[0])
      disk[row] = milliseconds(values[1])
      stdin[row] = Number(values[2])
      stdout[row] = Number(values[3])
      stderr[row] = Number(values[4])
    }
    return (wanted = isWanted())
  })
  if (!wanted) throw new Withdrawn()
  return isMeasured ? { runQueue, disk, stdin, stdout, stderr } : null
}

const milliseconds = (microseconds: unknown): number =>
  microseconds === null ? NaN : Number(microseconds) / 1000
