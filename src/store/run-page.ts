import { Prisma } from '../generated/sqlite/client.ts'
import type { Store } from './open.ts'
import { unwrapped } from './lookup.ts'
import type { RunRow, RunStatus } from './rows.ts'

export type RunOrder = 'newest' | 'oldest' | 'slowest' | 'fastest'

/** Which runs. A `status` of `running` splits by whether the run was heard from after `liveSince` (milliseconds). */
export interface RunFilter {
  /** Matched literally, ignoring case, in the command line and the working directory. */
  readonly search?: string | null | undefined
  readonly status?: readonly (RunStatus | 'running_live')[] | null | undefined
  readonly liveSince: number
}

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
/** Milliseconds; the difference of two times in nanoseconds may be beyond 64 bits. */
const TOOK = Prisma.raw('COALESCE("duration", "endTime" / 1000000 - "startTime" / 1000000, 0)')

/** How far a page of a search is looked for run by run. */
const NEAR = 1000

/**
 * Reads a page of runs. What many runs contain is found among the next ones in the order of time; what few contain is
 * found by the index of their texts. The condition and the order are SQL, because Prisma's `contains` reads `%` as a
 * wildcard.
 */
export async function pageOfRuns(store: Store, filter: RunFilter, range: RunRange): Promise<RunRow[]> {
  const chosen = chosenBy(filter)
  if (!filter.search) return readPage(store, chosen, range)
  const text = filter.search.toLowerCase()
  const { read, indexed } = store.dialect.contains
  if (isByTime(range.order)) {
    const contains = Prisma.sql`EXISTS (SELECT 1 FROM "RunText" WHERE "runId" = "id" AND ${read(text)})`
    const rows = await readPage(store, Prisma.sql`${chosen} AND ${contains}`, range, NEAR)
    if (rows.length === range.limit) return rows
  }
  return readPage(store, Prisma.sql`${chosen} AND "id" IN (${withText(indexed(text))})`, range)
}

/** Counts the runs of a filter. */
export async function countRuns({ reader, dialect }: Store, filter: RunFilter): Promise<number> {
  let runs = Prisma.sql`SELECT 1 FROM "Run" WHERE ${chosenBy(filter)}`
  if (filter.search) {
    const found = withText(dialect.contains.indexed(filter.search.toLowerCase()))
    runs = filter.status ? Prisma.sql`${runs} AND "id" IN (${found})` : found
  }
  const rows = await reader.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS "count" FROM (${runs}) runs`
  return Number(rows[0]!.count)
}

const withText = (contains: Prisma.Sql) => Prisma.sql`SELECT "runId" FROM "RunText" WHERE ${contains}`

const isByTime = (order: RunOrder): boolean => order === 'newest' || order === 'oldest'

/** @param near looks at no more than so many runs, and as many as began at the same time as the last of them */
async function readPage({ reader }: Store, chosen: Prisma.Sql, range: RunRange, near?: number) {
  const key = isByTime(range.order) ? BEGAN : TOOK
  const descending = (range.order === 'newest' || range.order === 'slowest') !== range.inverted
  const conditions = [Prisma.sql`1 = 1`]
  const beyond = ({ key: value, id }: RunPosition, down: boolean) =>
    Prisma.sql`(${key}, "id") ${Prisma.raw(down ? '<' : '>')} (${value}, ${id})`
  if (range.after) conditions.push(beyond(range.after, descending !== range.inverted))
  if (range.before) conditions.push(beyond(range.before, descending === range.inverted))
  const within = Prisma.join(conditions, ' AND ')
  const order = Prisma.raw(descending ? 'DESC' : 'ASC')
  const far =
    near &&
    Prisma.sql`AND ${key} ${Prisma.raw(descending ? '>=' : '<=')} COALESCE(
    (SELECT ${key} FROM "Run" WHERE ${within} ORDER BY ${key} ${order}, "id" ${order} LIMIT 1 OFFSET ${near}),
    ${descending ? -MOST : MOST})`
  const rows = await reader.$queryRaw<RunRow[]>`SELECT * FROM "Run"
    WHERE ${chosen} AND ${within} ${far || Prisma.empty}
    ORDER BY ${key} ${order}, "id" ${order} LIMIT ${range.limit}`
  return rows.map(unwrapped)
}

/** Beyond every time. */
const MOST = 2n ** 63n - 1n

/** Where a run stands in an order. */
export const positionOf = (run: RunRow, order: RunOrder): RunPosition => ({
  id: run.id,
  key: order === 'newest' || order === 'oldest' ? run.startTime : tookOf(run),
})

const tookOf = ({ duration, startTime, endTime }: RunRow): bigint =>
  duration ?? (endTime === null ? 0n : endTime / 1_000_000n - startTime / 1_000_000n)

const ALL = ['running', 'running_live', 'completed', 'failed'] as const

/**
 * The condition on the status. Where it leaves most runs it is told by what it leaves out, or SQLite would read all the
 * others by the index of the status, and sort them.
 */
function chosenBy({ status, liveSince }: RunFilter): Prisma.Sql {
  const has = (each: (typeof ALL)[number]) => {
    if (each === 'running_live') return Prisma.sql`("status" = 'running' AND "lastSeenAt" > ${liveSince})`
    if (each === 'running') return Prisma.sql`("status" = 'running' AND "lastSeenAt" <= ${liveSince})`
    return Prisma.sql`"status" = ${each}`
  }
  if (status && !status.includes('completed'))
    return status.length ? Prisma.sql`(${Prisma.join(status.map(has), ' OR ')})` : Prisma.sql`1 = 0`
  const others = status ? ALL.filter((each) => !status.includes(each)) : []
  return Prisma.join(
    [Prisma.sql`"status" <> 'deleted'`, ...others.map((each) => Prisma.sql`NOT ${has(each)}`)],
    ' AND ',
  )
}
