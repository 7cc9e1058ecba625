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

/** Reads a page of runs. The condition and the order are SQL, because Prisma's `contains` reads `%` as a wildcard. */
export async function pageOfRuns(store: Store, filter: RunFilter, range: RunRange): Promise<RunRow[]> {
  const key = range.order === 'newest' || range.order === 'oldest' ? BEGAN : TOOK
  const descending = (range.order === 'newest' || range.order === 'slowest') !== range.inverted
  const conditions = [condition(store, filter)]
  const beyond = ({ key: value, id }: RunPosition, down: boolean) =>
    Prisma.sql`(${key}, "id") ${Prisma.raw(down ? '<' : '>')} (${value}, ${id})`
  if (range.after) conditions.push(beyond(range.after, descending !== range.inverted))
  if (range.before) conditions.push(beyond(range.before, descending === range.inverted))
  const direction = Prisma.raw(descending ? 'DESC' : 'ASC')
  const rows = await store.reader.$queryRaw<
    RunRow[]
  >`SELECT * FROM "Run" WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY ${key} ${direction}, "id" ${direction} LIMIT ${range.limit}`
  return rows.map(unwrapped)
}

/** Counts the runs of a filter. */
export async function countRuns(store: Store, filter: RunFilter): Promise<number> {
  const rows = await store.reader.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS "count" FROM "Run"
    WHERE ${condition(store, filter)}`
  return Number(rows[0]!.count)
}

/** Where a run stands in an order. */
export const positionOf = (run: RunRow, order: RunOrder): RunPosition => ({
  id: run.id,
  key: order === 'newest' || order === 'oldest' ? run.startTime : tookOf(run),
})

const tookOf = ({ duration, startTime, endTime }: RunRow): bigint =>
  duration ?? (endTime === null ? 0n : endTime / 1_000_000n - startTime / 1_000_000n)

function condition({ dialect }: Store, { search, status, liveSince }: RunFilter): Prisma.Sql {
  const conditions = [Prisma.sql`"status" <> 'deleted'`]
  if (search) conditions.push(dialect.contains('searchText', search.toLowerCase()))
  if (status) {
    const any = status.map((each) => {
      if (each === 'running_live') return Prisma.sql`("status" = 'running' AND "lastSeenAt" > ${liveSince})`
      if (each === 'running') return Prisma.sql`("status" = 'running' AND "lastSeenAt" <= ${liveSince})`
      return Prisma.sql`"status" = ${each}`
    })
    conditions.push(any.length ? Prisma.sql`(${Prisma.join(any, ' OR ')})` : Prisma.sql`1 = 0`)
  }
  return Prisma.join(conditions, ' AND ')
}
