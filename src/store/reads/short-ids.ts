import { Prisma } from '../../generated/sqlite/client.ts'
import type { Store } from '../store.ts'

/** Digits of a short id, at least, so that it stays unique when a few more runs come. */
const LEAST = 8

/** Ids in one statement, at most. */
const PART = 500

/**
 * As many leading characters of each id as no other run's id begins with, at least 8. Those of deleted runs count until
 * their rows are gone.
 */
export async function shortIds({ reader }: Store, ids: readonly string[]): Promise<string[]> {
  const short = new Map<string, string>()
  for (let at = 0; at < ids.length; at += PART) {
    const rows = await reader.$queryRaw<{ id: string; before: string | null; after: string | null }[]>`
      SELECT named."id",
        (SELECT "id" FROM "Run" WHERE "id" < named."id" ORDER BY "id" DESC LIMIT 1) AS "before",
        (SELECT "id" FROM "Run" WHERE "id" > named."id" ORDER BY "id" LIMIT 1) AS "after"
      FROM "Run" named WHERE named."id" IN (${Prisma.join(ids.slice(at, at + PART))})`
    for (const { id, before, after } of rows)
      short.set(id, id.slice(0, Math.max(LEAST, ownFrom(id, before), ownFrom(id, after))))
  }
  return ids.map((id) => short.get(id) ?? id)
}

/** The length at which the beginning of an id differs from another id; it never ends in a hyphen. */
function ownFrom(id: string, other: string | null): number {
  if (other === null) return 0
  let at = 0
  while (id[at] === other[at]) at++
  return at + 1
}
