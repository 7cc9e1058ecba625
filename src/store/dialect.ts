import type { Prisma } from '../generated/sqlite/client.ts'
import type { EventRow, ProcessRow, RunRow } from './rows.ts'

/** A table as batch writes see it. */
export interface Columns {
  readonly table: string
  readonly key: readonly string[]
  readonly columns: readonly string[]
}

/** What differs between databases: SQL that Prisma's query builder has no words for. */
export interface Dialect {
  /** Inserts rows or replaces what stands under their key; one parameter, the rows as JSON. */
  upsert(columns: Columns): string
  /** Inserts rows; one parameter, the rows as JSON. */
  insert(columns: Columns): string
  /** Selects the rows that have one of many keys; one parameter, the keys as JSON. */
  lookup(columns: Columns, key: readonly string[]): string
  /** Whether a column contains a text, literally. */
  contains(column: string, text: string): Prisma.Sql
  /** Aggregates a value of each row into the text of a JSON array, in the order of the rows. */
  gather(value: Prisma.Sql): Prisma.Sql
}

const columnsOf = <Row>(
  table: string,
  key: readonly (keyof Row & string)[],
  names: Record<keyof Row, true>,
): Columns => ({
  table,
  key,
  columns: Object.keys(names),
})

export const RUN = columnsOf<RunRow>('Run', ['id'], {
  id: true,
  command: true,
  args: true,
  workingDir: true,
  startTime: true,
  endTime: true,
  status: true,
  endedBy: true,
  exitCode: true,
  duration: true,
  reportedProcesses: true,
  host: true,
  cores: true,
  labels: true,
  capture: true,
  searchText: true,
  seq: true,
  processesSeen: true,
  processesRunning: true,
  cpuTime: true,
  peakMemory: true,
  lastSeenAt: true,
  changedAt: true,
})

export const PROCESS = columnsOf<ProcessRow>('Process', ['runId', 'pid', 'startTime'], {
  runId: true,
  pid: true,
  startTime: true,
  ppid: true,
  ppidTime: true,
  name: true,
  nameTime: true,
  cmdline: true,
  cmdlineTime: true,
  workingDir: true,
  workingDirTime: true,
  cpuUsage: true,
  cpuUsageTime: true,
  memory: true,
  memoryTime: true,
  peakMemory: true,
  endTime: true,
  status: true,
  exitCode: true,
  signal: true,
  userTime: true,
  systemTime: true,
})

export const EVENT = columnsOf<EventRow>('Event', ['runId', 'seq'], {
  runId: true,
  seq: true,
  id: true,
  timestamp: true,
  type: true,
  snapshot: true,
  receivedAt: true,
  processPid: true,
  processStart: true,
})

/** Rows as the JSON parameter of `insert` and `upsert`; a `bigint` travels as text, whole. */
export const rowsParameter = (columns: Columns, rows: readonly object[]): string =>
  JSON.stringify(
    rows.map((row) =>
      columns.columns.map((column) => {
        const value = (row as Record<string, unknown>)[column]
        return typeof value === 'bigint' ? String(value) : value
      }),
    ),
  )
