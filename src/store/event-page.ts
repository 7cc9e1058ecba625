import type { Parameter, Read } from './connection.ts'
import { EVENT, namesOf, rowOf, SHOWN_PROCESS } from './dialect.ts'
import type { EventRow, ShownProcess } from './rows.ts'

/** An event as it is read: with its process if that was asked for, which may be null. */
export interface ReadEvent extends EventRow {
  process?: ShownProcess | null
}

/** Which events of a run. */
export interface EventFilter {
  readonly runId: string
  readonly types?: readonly string[] | undefined
  readonly process?: { readonly pid: number; readonly startTime: bigint } | undefined
}

/** By the client's time, ties in order of arrival; or in order of arrival. */
export type EventOrder = 'timestamp' | 'seq'

/** Which of them: between two places, the sort values of events, none of which is in the page. */
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
/** Columns before those of the process. */
const OWN = EVENT_COLUMNS.length
const selected = (table: string, columns: readonly string[]) =>
  columns.map((name) => `${table}."${name}"`).join(', ')
const EVENTS = `SELECT ${selected('e', EVENT_COLUMNS)} FROM "Event" e`
const EVENTS_WITH_PROCESS = `SELECT ${selected('e', EVENT_COLUMNS)}, ${selected('p', namesOf(SHOWN_PROCESS))}
  FROM "Event" e LEFT JOIN "Process" p
    ON p."runId" = e."runId" AND p."pid" = e."processPid" AND p."startTime" = e."processStart"`

/**
 * Reads a page of events, in one statement and past the query builder: lists of events are the longest there are.
 * @param withProcess whether each is to bring its process along
 */
export async function pageOfEvents(
  read: Read,
  { runId, types, process }: EventFilter,
  { order, after, before, inverted, limit }: EventRange,
  withProcess: boolean,
): Promise<ReadEvent[]> {
  const parameters: Parameter[] = []
  const parameter = (value: Parameter) => `$${parameters.push(value)}`
  const list = (values: readonly Parameter[]) => `(${values.map(parameter).join(', ')})`
  const columns = sortedBy(order)
  const place = `(${selected('e', columns)})`
  const conditions = [`e."runId" = ${parameter(runId)}`]
  // Each once, since every length is a statement that stays prepared.
  const kinds = types && [...new Set(types)]
  if (kinds) conditions.push(kinds.length ? `e."type" IN ${list(kinds)}` : '1 = 0')
  if (process) {
    conditions.push(`e."processPid" = ${parameter(process.pid)}`)
    conditions.push(`e."processStart" = ${parameter(process.startTime)}`)
  }
  if (after) conditions.push(`${place} > ${list(after)}`)
  if (before) conditions.push(`${place} < ${list(before)}`)
  const direction = inverted ? 'DESC' : 'ASC'
  const rows = await read({
    sql: `${withProcess ? EVENTS_WITH_PROCESS : EVENTS} WHERE ${conditions.join(' AND ')}
      ORDER BY ${columns.map((name) => `e."${name}" ${direction}`).join(', ')} LIMIT ${parameter(limit)}`,
    parameters,
  })
  return rows.map((values) => {
    const event: ReadEvent = rowOf<EventRow>(EVENT, values)
    if (withProcess)
      event.process = values[OWN] === null ? null : rowOf<ShownProcess>(SHOWN_PROCESS, values, OWN)
    return event
  })
}
