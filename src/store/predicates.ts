import { Prisma } from '../generated/sqlite/client.ts'
import type { RunStatus } from '../domain/model.ts'

/**
 * Conditions on rows of `Run`. Each says the same as a rule of the domain, which its docstring names; a property test compares
 * them (test/properties/predicates.test.ts). `…_SQL` is for statements, the other form for Prisma's query builder.
 */

/** `isDeleted` does not hold. */
export const PRESENT = { status: { not: 'deleted' } }
export const PRESENT_SQL = `"status" <> 'deleted'`

/** `isDeleted`. */
export const DELETED = { status: 'deleted' }
export const DELETED_SQL = `"status" = 'deleted'`

/** The run has not ended. */
export const RUNNING_SQL = `"status" = 'running'`

/** `isLive`. @param since the time of `liveSince`, in milliseconds */
export const live = (since: number) => ({ status: 'running', lastSeenAt: { gt: since } })
export const liveSql = (since: number): Prisma.Sql =>
  Prisma.sql`(${Prisma.raw(RUNNING_SQL)} AND "lastSeenAt" > ${since})`

/** The run has not ended, and `isLive` does not hold. @param since the time of `liveSince`, in milliseconds */
export const silent = (since: number) => ({ status: 'running', lastSeenAt: { lte: since } })
export const silentSql = (since: number): Prisma.Sql =>
  Prisma.sql`(${Prisma.raw(RUNNING_SQL)} AND "lastSeenAt" <= ${since})`

/** `isPast`: the run is present and not live. @param since the time of `liveSince`, in milliseconds */
export const past = (since: number) => ({
  OR: [{ status: { in: ['completed', 'failed'] satisfies RunStatus[] } }, silent(since)],
})

/** `wholeDurationOf`. */
export const WHOLE_DURATION_SQL = 'COALESCE("duration", "endTime" / 1000000 - "startTime" / 1000000, 0)'
