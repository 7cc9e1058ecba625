import { NOT_SET } from '../wire/time.ts'
import { TooLarge } from '../errors.ts'
import type { RowReader } from '../store/row-source.ts'
import { ColumnsInMaking, type RunColumns } from './columns.ts'

/** Processes of a run, and bytes of their texts, that the analysis accepts, at most. */
export const MOST_PROCESSES = 2_000_000
const MOST_TEXT = 256 * 1024 * 1024

/** A run, as plain data. */
export interface Origin {
  readonly id: string
  /** Nanoseconds since 1970. */
  readonly startTime: bigint
  /** Its sequence when the daemon looked at it. */
  readonly seq: number
}

/** As a number of JavaScript, which cannot represent all integers of 64 bits. */
export const real = (value: string) => `CAST(${value} AS DOUBLE PRECISION)`
/** The difference of two times can exceed 64 bits. */
export const since = (column: string, place: number) =>
  real(`CAST("${column}" AS NUMERIC) - CAST($${place} AS NUMERIC)`)
const SQL = `SELECT "pid", "ppid", CASE WHEN "startTime" > ${NOT_SET} THEN ${since('startTime', 1)} END,
    ${since('endTime', 2)}, "name", "cmdline", "workingDir",
    "status" || ' ' || COALESCE(CAST("exitCode" AS TEXT), '') || ' ' || COALESCE("signal", ''),
    ${real('COALESCE("userTime" + "systemTime", "userTime", "systemTime")')}, ${real('"peakMemory"')}
  FROM "Process" WHERE "runId" = $3 ORDER BY "startTime", "pid"`

/**
 * Reads the processes of a run as columns, in one statement.
 * @param isWanted is asked now and then
 * @throws TooLarge if the run has more than can be analysed; Withdrawn if the question was withdrawn
 */
export async function readProcesses(
  reader: RowReader,
  { id, startTime, seq }: Origin,
  isWanted: () => boolean,
): Promise<RunColumns> {
  const columns = new ColumnsInMaking()
  let wanted = true
  await reader.read({ sql: SQL, parameters: [startTime, startTime, id] }, (rows) => {
    for (const row of rows) columns.add(row)
    wanted = isWanted()
    return wanted && !isTooLarge(columns)
  })
  if (!wanted) throw new Withdrawn()
  if (isTooLarge(columns))
    throw new TooLarge(
      `The run ${id} is too large to be analysed: it has more than ${MOST_PROCESSES} processes, or ` +
        `${MOST_TEXT / 2 ** 20} MiB of command lines. Its processes and events can be read page by page.`,
    )
  return columns.finish(seq, Number(startTime / 1000n) / 1000)
}

const isTooLarge = ({ count, text }: ColumnsInMaking) => count > MOST_PROCESSES || text > MOST_TEXT

/** The question was withdrawn. */
export class Withdrawn extends Error {}
