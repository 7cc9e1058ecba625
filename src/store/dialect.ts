import type { Prisma } from '../generated/sqlite/client.ts'
import type { Parameter, Statement } from './connection.ts'
import {
  FOLDING,
  type EventRow,
  type FilePartRow,
  type MachineRow,
  type ProcessRow,
  type RunRow,
} from '../domain/model.ts'
import { numbersOf } from '../wire/process-numbers.ts'

/**
 * The kind of a column: a `uuid`, `text`, a `whole` number of 32 bits, a `count` of 53, a `large` one of 64, an `unsigned` one
 * of 64 that is stored wrapped, a `real` number, or `bytes`, which only rows hold and no key.
 */
export type Kind = 'uuid' | 'text' | 'whole' | 'count' | 'large' | 'unsigned' | 'real' | 'bytes'

/** A table as batches see it; rows are plain objects of these columns. */
export interface Columns {
  readonly table: string
  readonly key: readonly string[]
  readonly kinds: Readonly<Record<string, Kind>>
}

/** Parts of a statement for pages, in which `w` is a key and `i` a row of the table. */
export interface PageSql {
  /** The keys, as a table. */
  readonly wanted: string
  readonly table: string
  /** The selected columns of a row with this name. */
  readonly selected: (row: string) => string
  readonly where: string
  readonly order: string
  /** Rows of a page, at most. */
  readonly limit: string
  /** Rows of all of them, at most. */
  readonly most: string
}

/** The differences between databases: SQL that Prisma's query builder cannot express. */
export interface Dialect {
  /** Opens a transaction that writes. */
  readonly begin: string
  /** Submissions of a batch after which its rows are sent, so that the database writes them while the next are folded. */
  readonly part: number
  /** Locks these runs against other daemons until the transaction ends; empty if there are no others. */
  claim(runIds: readonly string[]): readonly Statement[]
  /** Whether a transaction failed only because another daemon wrote at the same time. Then it may run again. */
  isRace(error: unknown): boolean
  /** Inserts rows, or replaces the rows with their keys. */
  upsert(columns: Columns, rows: readonly object[]): Statement
  insert(columns: Columns, rows: readonly object[]): Statement
  /** Selects the rows that have one of many keys; one parameter, the keys as JSON. */
  lookup(columns: Columns, key: readonly string[]): string
  /** A column whose bounds must not influence the choice of the index, because the planner would choose the wrong one. */
  bounded(column: string): string
  /** Selects `n`, the number of a key, and a page of a table for each of many keys, one after the other; see `pages.ts`. */
  pages(page: PageSql): string
  /** Deletes the rows that have one of many values in a column; one parameter, the values as a JSON list. */
  remove(columns: Columns, key: string): string
  /** Gives so many free pages back, between two counts of the free ones; absent if the database does that by itself. */
  readonly reclaim?: (pages: number) => readonly Statement[]
  /** Selects the database's clock, in milliseconds since 1970; absent if it is the daemon's. */
  readonly clock?: string
  /** The bytes in use, as `bytes`; absent if the database cannot count them. */
  readonly used?: Prisma.Sql
  /** Whether a text of `RUN_TEXT` contains another. `read` examines one row, and `indexed` finds the rows among very many. */
  readonly contains: Record<'read' | 'indexed', (text: string) => Prisma.Sql>
  /** A table of the columns `c0`, `c1` …, which one parameter gives: its rows as JSON, each a list. */
  given(kinds: readonly Kind[]): string
  /** Aggregates a number of each row into a text, in the order of the rows, with commas between. */
  join(number: string): string
}

const columnsOf = <Row>(
  table: string,
  key: readonly (keyof Row & string)[],
  kinds: Record<keyof Row, Kind>,
): Columns => ({ table, key, kinds })

export const RUN = columnsOf<RunRow>('Run', ['id'], {
  id: 'uuid',
  command: 'text',
  args: 'text',
  workingDir: 'text',
  startTime: 'large',
  endTime: 'large',
  status: 'text',
  endedBy: 'text',
  exitCode: 'whole',
  duration: 'large',
  reportedProcesses: 'whole',
  host: 'text',
  cores: 'whole',
  labels: 'text',
  capture: 'text',
  kind: 'text',
  seq: 'whole',
  processesSeen: 'whole',
  processesRunning: 'whole',
  cpuTime: 'large',
  peakMemory: 'unsigned',
  lastSeenAt: 'large',
  changedAt: 'large',
})

export const PROCESS = columnsOf<ProcessRow>('Process', ['runId', 'pid', 'startTime'], {
  runId: 'uuid',
  pid: 'whole',
  startTime: 'large',
  ppid: 'whole',
  ppidTime: 'large',
  name: 'text',
  nameTime: 'large',
  cmdline: 'text',
  cmdlineTime: 'large',
  workingDir: 'text',
  workingDirTime: 'large',
  cpuUsage: 'real',
  cpuUsageTime: 'large',
  memory: 'unsigned',
  memoryTime: 'large',
  peakMemory: 'unsigned',
  endTime: 'large',
  status: 'text',
  exitCode: 'whole',
  signal: 'text',
  ...numbersOf('count' as const),
})

const folding: ReadonlySet<string> = new Set(FOLDING)

/** The columns of `ShownProcess`. */
export const SHOWN_PROCESS: Columns = {
  ...PROCESS,
  kinds: Object.fromEntries(Object.entries(PROCESS.kinds).filter(([name]) => !folding.has(name))),
}

export const EVENT = columnsOf<EventRow>('Event', ['runId', 'seq'], {
  runId: 'uuid',
  seq: 'whole',
  id: 'uuid',
  timestamp: 'large',
  type: 'text',
  snapshot: 'text',
  receivedAt: 'large',
  processPid: 'whole',
  processStart: 'large',
})

export const MACHINE = columnsOf<MachineRow>('MachineSample', ['runId', 'time'], {
  runId: 'uuid',
  time: 'large',
  interval: 'count',
  cores: 'whole',
  busy: 'count',
  iowait: 'count',
  steal: 'count',
  build: 'count',
  memoryAvailable: 'count',
  memoryTotal: 'count',
  cpuPressure: 'count',
  ioPressure: 'count',
  memoryPressure: 'count',
  throttled: 'count',
})

export const FILE_PART = columnsOf<FilePartRow>('FilePart', ['runId', 'part'], {
  runId: 'uuid',
  part: 'whole',
  bytes: 'whole',
  data: 'bytes',
})

/** The searched text of each run that is not deleted. */
export const RUN_TEXT = columnsOf<{ runId: string; text: string }>('RunText', ['runId'], {
  runId: 'uuid',
  text: 'text',
})

export const DELETED = columnsOf<{ id: string; deletedAt: bigint }>('DeletedRun', ['id'], {
  id: 'uuid',
  deletedAt: 'large',
})

/** The names of the columns. */
export const namesOf = ({ kinds }: Columns): string[] => Object.keys(kinds)

/** Columns by name, as SQL lists them. */
export const listOf = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** The end of an INSERT that replaces the row with the same key. */
export function replacing(columns: Columns): string {
  const rest = namesOf(columns).filter((name) => !columns.key.includes(name))
  return `ON CONFLICT (${listOf(columns.key)})
    DO UPDATE SET ${rest.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`
}

/** The values of rows, one row after the other, in the order of the columns. */
export function valuesOf({ kinds }: Columns, rows: readonly object[]): Parameter[] {
  const columns = Object.entries(kinds)
  const values: Parameter[] = []
  for (const row of rows)
    for (const [column, kind] of columns) {
      const value = (row as Record<string, Parameter>)[column]!
      values.push(kind === 'unsigned' ? BigInt.asIntN(64, value as bigint) : value)
    }
  return values
}

/** Keys as the JSON parameter of `lookup`. A `bigint` is a text, so that it stays exact. */
export const keysParameter = (keys: readonly (readonly (string | number | bigint)[])[]): string =>
  JSON.stringify(keys.map((key) => key.map((value) => (typeof value === 'bigint' ? String(value) : value))))

/** A row from its values in the order of the columns, whichever number types the driver returned. */
export function rowOf<Row>({ kinds }: Columns, values: readonly unknown[], place = 0): Row {
  const row: Record<string, unknown> = {}
  for (const column in kinds) {
    const value = values[place++]
    row[column] = value === null ? null : READ[kinds[column]!](value as Value)
  }
  return row as Row
}

type Value = string | number | bigint

const READ: Record<Kind, (value: Value) => unknown> = {
  uuid: (value) => value,
  text: (value) => value,
  whole: Number,
  count: Number,
  large: BigInt,
  unsigned: (value) => BigInt.asUintN(64, BigInt(value)),
  real: Number,
  bytes: (value) => value,
}
