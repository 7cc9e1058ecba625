import type { Parameter } from '../connection.ts'
import type { Store } from '../store.ts'
import { EVENT, namesOf, rowOf, SHOWN_PROCESS } from '../dialect.ts'
import { fitting, type Part } from './part.ts'
import type { EventRow, ShownProcess } from '../../domain/model.ts'

/** An event as it is read. With its process, if the caller asked for it; that may be null. */
export interface ReadEvent extends EventRow {
  process?: ShownProcess | null
}

/** A selection of the events of a run. */
export interface EventFilter {
  readonly runId: string
  readonly types?: readonly string[] | undefined
  readonly process?: { readonly pid: number; readonly startTime: bigint } | undefined
}

/** By the client's time, ties in order of arrival; or in order of arrival. */
export type EventOrder = 'timestamp' | 'seq'

/** A range of events: between two positions, which are the sort values of events outside the page. */
export interface EventRange {
  readonly order: EventOrder
  readonly after?: readonly Parameter[] | undefined
  readonly before?: readonly Parameter[] | undefined
  /** Reads backwards from `before`. */
  readonly inverted?: boolean
  readonly limit: number
}

/** The columns that an order sorts by. */
export const sortedBy = (order: EventOrder) =>
  order === 'seq' ? (['seq'] as const) : (['timestamp', 'seq'] as const)

const EVENT_COLUMNS = namesOf(EVENT)
/** Columns before those of the process: those of the event, and the bytes of its snapshot if that is long. */
const OWN = EVENT_COLUMNS.length + 1
const SNAPSHOT = EVENT_COLUMNS.indexOf('snapshot')
/** Bytes of a snapshot that is read with the others. A longer one is read once it is known to fit. */
const SHORT = 8 * 1024
const selected = (table: string, columns: readonly string[]) =>
  columns.map((name) => `${table}."${name}"`).join(', ')
const LENGTH = 'octet_length(e."snapshot")'
const OWN_COLUMNS = `${selected('e', EVENT_COLUMNS).replace(
  'e."snapshot"',
  `CASE WHEN ${LENGTH} <= ${SHORT} THEN e."snapshot" END`,
)}, CASE WHEN ${LENGTH} > ${SHORT} THEN ${LENGTH} END`
const EVENTS = `SELECT ${OWN_COLUMNS} FROM "Event" e`
const EVENTS_WITH_PROCESS = `SELECT ${OWN_COLUMNS}, ${selected('p', namesOf(SHOWN_PROCESS))}
  FROM "Event" e LEFT JOIN "Process" p
    ON p."runId" = e."runId" AND p."pid" = e."processPid" AND p."startTime" = e."processStart"`
/** The bytes of a snapshot, approximately: for a short one, its characters. */
const bytesOf = (values: readonly unknown[]): number =>
  Number(values[OWN - 1] ?? String(values[SNAPSHOT]).length)

const LONG_SNAPSHOT = `SELECT "snapshot" FROM "Event" WHERE "runId" = $1 AND "seq" = $2`

/**
 * Reads a page of events in one statement, past the query builder, because lists of events are the longest.
 * @param withProcess whether each event includes its process
 */
export async function pageOfEvents(
  { read, readAside }: Pick<Store, 'read' | 'readAside'>,
  filter: EventFilter,
  { order, after, before, inverted, limit }: EventRange,
  withProcess: boolean,
): Promise<Part<ReadEvent>> {
  const { parameters, conditions, parameter, list } = conditionsOf(filter)
  const columns = sortedBy(order)
  const place = `(${selected('e', columns)})`
  if (after) conditions.push(`${place} > ${list(after)}`)
  if (before) conditions.push(`${place} < ${list(before)}`)
  const direction = inverted ? 'DESC' : 'ASC'
  // Events of one type may be far apart.
  const rows = await (filter.types ? readAside : read)({
    sql: `${withProcess ? EVENTS_WITH_PROCESS : EVENTS} WHERE ${conditions.join(' AND ')}
      ORDER BY ${columns.map((name) => `e."${name}" ${direction}`).join(', ')} LIMIT ${parameter(limit)}`,
    parameters,
  })
  const isLong = (values: readonly unknown[]) => values[SNAPSHOT] === null
  const fit = rows.some(isLong) ? fitting(rows.map(bytesOf)) : rows.length
  const events = rows.slice(0, fit).map((values) => {
    const event: ReadEvent = rowOf<EventRow>(EVENT, values)
    if (withProcess)
      event.process = values[OWN] === null ? null : rowOf<ShownProcess>(SHOWN_PROCESS, values, OWN)
    return event
  })
  for (const [row, event] of events.entries()) {
    if (!isLong(rows[row]!)) continue
    const [found] = await read({ sql: LONG_SNAPSHOT, parameters: [filter.runId, event.seq] })
    // The run was deleted meanwhile, so the page ends here.
    if (!found) return { rows: events.slice(0, row), cut: false }
    event.snapshot = String(found[0])
  }
  return { rows: events, cut: fit < rows.length }
}

/** The conditions of a statement on events, and their parameters. */
function conditionsOf({ runId, types, process }: EventFilter) {
  const parameters: Parameter[] = []
  const parameter = (value: Parameter) => `$${parameters.push(value)}`
  const list = (values: readonly Parameter[]) => `(${values.map(parameter).join(', ')})`
  const conditions = [`e."runId" = ${parameter(runId)}`]
  // Without duplicates, because every length is another prepared statement.
  const kinds = types && [...new Set(types)]
  if (kinds) conditions.push(kinds.length ? `e."type" IN ${list(kinds)}` : '1 = 0')
  if (process) {
    conditions.push(`e."processPid" = ${parameter(process.pid)}`)
    conditions.push(`e."processStart" = ${parameter(process.startTime)}`)
  }
  return { parameters, conditions, parameter, list }
}
