import { Prisma } from '../generated/sqlite/client.ts'
import { NOT_SET } from '../wire/time.ts'
import type { Store } from './open.ts'

/** The processes of a run by column, ordered by start time and pid; row `i` of each column is one process. */
export interface ProcessColumns {
  readonly pid: number[]
  readonly ppid: number[]
  /** Nanoseconds since `origin`; null where it was not set. */
  readonly start: (number | null)[]
  /** Nanoseconds since `origin`; null while the process runs. */
  readonly end: (number | null)[]
  readonly name: string[]
  readonly commandLine: string[]
  readonly workingDir: string[]
  readonly signal: (string | null)[]
  readonly status: string[]
  readonly exitCode: (number | null)[]
  /** Microseconds. */
  readonly cpuTime: (number | null)[]
  /** Bytes; wrapped into a signed number above 2^63. */
  readonly peakMemory: number[]
}

/**
 * Reads the processes of a run. The database builds the columns, because rows that pass through the query builder
 * as objects take ten times longer: what comes here is one row, a JSON text per column.
 * @param origin nanoseconds since 1970, from which times count: whole, they would not fit a number of JSON
 */
export async function readProcessColumns(
  { reader, dialect }: Store,
  runId: string,
  origin: bigint,
): Promise<ProcessColumns> {
  // Times may lie further apart than 64 bits can say.
  const since = (column: string) => Prisma.sql`CAST(${Prisma.raw(`"${column}"`)} AS NUMERIC) - ${origin}`
  const gathered: Record<keyof ProcessColumns, Prisma.Sql> = {
    pid: Prisma.raw('"pid"'),
    ppid: Prisma.raw('"ppid"'),
    start: Prisma.sql`CASE WHEN "startTime" > ${NOT_SET} THEN ${since('startTime')} END`,
    end: since('endTime'),
    name: Prisma.raw('"name"'),
    commandLine: Prisma.raw('"cmdline"'),
    workingDir: Prisma.raw('"workingDir"'),
    signal: Prisma.raw('"signal"'),
    status: Prisma.raw('"status"'),
    exitCode: Prisma.raw('"exitCode"'),
    cpuTime: Prisma.raw('COALESCE("userTime" + "systemTime", "userTime", "systemTime")'),
    peakMemory: Prisma.raw('"peakMemory"'),
  }
  const columns = Object.entries(gathered).map(
    ([name, value]) => Prisma.sql`${dialect.gather(value)} AS ${Prisma.raw(`"${name}"`)}`,
  )
  const [row] = await reader.$queryRaw<Record<keyof ProcessColumns, string>[]>`
    SELECT ${Prisma.join(columns)} FROM (
      SELECT * FROM "Process" WHERE "runId" = ${runId} ORDER BY "startTime", "pid"
    ) AS "inOrder"`
  const parsed = Object.entries(row!).map(([name, text]) => [name, JSON.parse(text)])
  return Object.fromEntries(parsed) as unknown as ProcessColumns
}
