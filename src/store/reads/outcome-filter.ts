import { Prisma } from '../../generated/sqlite/client.ts'
import { RUNNING_SQL } from '../predicates.ts'

/** The state or the end of a run, in the words of `domain/analysis/outcome.ts`. */
export type RunOutcome = 'running' | 'succeeded' | 'failed' | 'interrupted' | 'crashed'

/**
 * The rule of `outcomeOf` in SQL; `test/properties/outcome.test.ts` compares the two. A run without an exit code
 * counts as one with 0, because NULL is neither in a list nor out of it.
 */
const RULES: Readonly<Record<RunOutcome, Prisma.Sql>> = {
  running: Prisma.raw(RUNNING_SQL),
  succeeded: Prisma.sql`"status" = 'completed'`,
  failed: Prisma.sql`("status" = 'failed' AND COALESCE("exitCode", 0) NOT IN (-1, 130, 143))`,
  interrupted: Prisma.sql`("status" = 'failed' AND "exitCode" IN (130, 143))`,
  crashed: Prisma.sql`("status" = 'failed' AND "exitCode" = -1)`,
}
const ALL = Object.keys(RULES) as RunOutcome[]

/**
 * The condition on the outcome. With `succeeded` among them it names the ones that are left out, so that SQLite reads
 * the runs in their order instead of sorting most of them.
 */
export function outcomeIn(outcomes: readonly RunOutcome[]): Prisma.Sql {
  const some = (wanted: readonly RunOutcome[]) =>
    wanted.length
      ? Prisma.join(
          wanted.map((each) => RULES[each]),
          ' OR ',
        )
      : Prisma.sql`1 = 0`
  if (!outcomes.includes('succeeded')) return Prisma.sql`(${some(outcomes)})`
  // `IS NOT TRUE`, because a comparison with an exit code that is NULL is NULL.
  return Prisma.sql`((${some(ALL.filter((each) => !outcomes.includes(each)))}) IS NOT TRUE)`
}
