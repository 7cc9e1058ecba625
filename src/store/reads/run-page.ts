import { setImmediate } from 'node:timers/promises'
import { Prisma } from '../../generated/sqlite/client.ts'
import type { Store } from '../store.ts'
import type { Parameter, Read } from '../connection.ts'
import { listOf, namesOf, rowOf, RUN } from '../dialect.ts'
import { wholeDurationOf, type RunRow } from '../../domain/model.ts'
import { WHOLE_DURATION_SQL } from '../predicates.ts'
import { chosenBy, isUnindexed, type RunFilter } from './run-filter.ts'

export type RunOrder = 'newest' | 'oldest' | 'slowest' | 'fastest'

/** A place in an order of runs. */
export interface RunPosition {
  readonly key: bigint
  readonly id: string
}

export interface RunRange {
  readonly order: RunOrder
  /** Reads backwards from `before`. */
  readonly inverted: boolean
  readonly after?: RunPosition | undefined
  readonly before?: RunPosition | undefined
  readonly limit: number
}

const BEGAN = Prisma.raw('"startTime"')
const TOOK = Prisma.raw(WHOLE_DURATION_SQL)

/** How far a page of a search is looked for run by run. */
const NEAR = 1000

/**
 * Reads a page of runs. A frequent text is found among the next runs in the order of time, and a rare one by the index of the
 * texts. The condition and the order are SQL, because Prisma's `contains` reads `%` as a wildcard.
 */
export async function pageOfRuns(store: Store, filter: RunFilter, range: RunRange): Promise<RunRow[]> {
  const chosen = chosenBy(filter)
  const text = filter.search?.toLowerCase()
  const { read: contain, indexed } = store.dialect.contains
  // An order or a text without an index takes reading far more runs than a page has.
  const page = text || !isByTime(range.order) ? store.readAside : store.read
  const containing = text
    ? Prisma.sql`${chosen} AND EXISTS (SELECT 1 FROM "RunText" WHERE "runId" = "id" AND ${contain(text)})`
    : chosen
  if (isByTime(range.order) && isUnindexed(filter)) return scanPage(store, containing, range)
  if (!text) return readPage(page, chosen, range)
  if (isByTime(range.order)) {
    const rows = await readPage(page, containing, range, NEAR)
    if (rows.length === range.limit) return rows
  }
  return readPage(page, Prisma.sql`${chosen} AND "id" IN (${withText(indexed(text))})`, range)
}

/** Counts the runs of a filter. */
export async function countRuns(store: Store, filter: RunFilter): Promise<number> {
  const { readAside, dialect } = store
  const chosen = Prisma.sql`SELECT 1 FROM "Run" WHERE ${chosenBy(filter)}`
  const found = filter.search && withText(dialect.contains.indexed(filter.search.toLowerCase()))
  const runs = !found ? chosen : isOnlySearch(filter) ? found : Prisma.sql`${chosen} AND "id" IN (${found})`
  const count = async (counted: Prisma.Sql) => {
    const rows = await readAside(statementOf(Prisma.sql`SELECT count(*) FROM (${counted}) runs`))
    return Number(rows[0]![0])
  }
  if (!isUnindexed(filter)) return count(runs)
  let sum = 0
  for await (const window of windowsOf(store, { order: 'newest', inverted: false, limit: 0 }))
    sum += await count(Prisma.sql`${runs} AND ${window}`)
  return sum
}

/** Only runs that are not deleted have a text. */
const isOnlySearch = ({ status, outcome, since, idPrefix, ...filter }: RunFilter): boolean =>
  !status && !outcome && since == null && idPrefix == null && !isUnindexed(filter)

/** Reads a page without the help of an index. */
async function scanPage(store: Store, chosen: Prisma.Sql, range: RunRange): Promise<RunRow[]> {
  const rows: RunRow[] = []
  for await (const window of windowsOf(store, range)) {
    const limit = range.limit - rows.length
    rows.push(...(await readPage(store.read, Prisma.sql`${chosen} AND ${window}`, { ...range, limit })))
    if (rows.length === range.limit) break
  }
  return rows
}

/** Walks a range by time, so many runs in a turn of the event loop. Each turn yields the condition for its runs. */
async function* windowsOf(store: Store, range: RunRange): AsyncGenerator<Prisma.Sql> {
  for (let rest = range; ;) {
    const { within, descending } = layOf(rest)
    const end = await timeOfNth(store, rest, NEAR)
    if (end === undefined) return yield within
    yield Prisma.sql`${within} AND "startTime" ${Prisma.raw(descending ? '>=' : '<=')} ${end}`
    await setImmediate()
    // All runs of that time have been read.
    const next = { key: end, id: descending ? FIRST_ID : LAST_ID }
    rest = range.inverted ? { ...rest, before: next } : { ...rest, after: next }
  }
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000'
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

const withText = (contains: Prisma.Sql) => Prisma.sql`SELECT "runId" FROM "RunText" WHERE ${contains}`

const isByTime = (order: RunOrder): boolean => order === 'newest' || order === 'oldest'

/** How a range lies in the index of its order: its condition, and the way to read. */
function layOf(range: RunRange) {
  const key = isByTime(range.order) ? BEGAN : TOOK
  const descending = (range.order === 'newest' || range.order === 'slowest') !== range.inverted
  const conditions = [Prisma.sql`1 = 1`]
  const beyond = ({ key: value, id }: RunPosition, down: boolean) =>
    Prisma.sql`(${key}, "id") ${Prisma.raw(down ? '<' : '>')} (${value}, ${id})`
  if (range.after) conditions.push(beyond(range.after, descending !== range.inverted))
  if (range.before) conditions.push(beyond(range.before, descending === range.inverted))
  const direction = Prisma.raw(descending ? 'DESC' : 'ASC')
  return {
    key,
    descending,
    within: Prisma.join(conditions, ' AND '),
    order: Prisma.sql`ORDER BY ${key} ${direction}, "id" ${direction}`,
  }
}

/** The start time of the run at a place in a range; undefined if the range is shorter. */
async function timeOfNth({ reader }: Store, range: RunRange, place: number): Promise<bigint | undefined> {
  const { within, order } = layOf(range)
  const rows = await reader.$queryRaw<{ startTime: bigint }[]>`SELECT "startTime" FROM "Run"
    WHERE ${within} ${order} LIMIT 1 OFFSET ${place}`
  return rows[0]?.startTime
}

/** @param near looks at no more than so many runs, and as many as began at the same time as the last of them */
async function readPage(read: Read, chosen: Prisma.Sql, range: RunRange, near?: number) {
  const { key, descending, within, order } = layOf(range)
  const far =
    near &&
    Prisma.sql`AND ${key} ${Prisma.raw(descending ? '>=' : '<=')} COALESCE(
    (SELECT ${key} FROM "Run" WHERE ${within} ${order} LIMIT 1 OFFSET ${near}),
    ${descending ? -MOST : MOST})`
  const page = Prisma.sql`SELECT ${COLUMNS} FROM "Run"
    WHERE ${chosen} AND ${within} ${far || Prisma.empty} ${order} LIMIT ${range.limit}`
  return (await read(statementOf(page))).map((row) => rowOf<RunRow>(RUN, row))
}

const COLUMNS = Prisma.raw(listOf(namesOf(RUN)))

const statementOf = ({ text, values }: Prisma.Sql) => ({ sql: text, parameters: values as Parameter[] })

/** Beyond every time. */
const MOST = 2n ** 63n - 1n

/** The position of a run in an order. */
export const positionOf = (run: RunRow, order: RunOrder): RunPosition => ({
  id: run.id,
  key: order === 'newest' || order === 'oldest' ? run.startTime : wholeDurationOf(run),
})
