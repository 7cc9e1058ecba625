import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { isLive, isPast, liveSince } from '../../src/domain/liveness.ts'
import { isDeleted, markedDeleted, wholeDurationOf, type RunRow } from '../../src/domain/model.ts'
import { applyBuildRun } from '../../src/domain/run.ts'
import { Prisma } from '../../src/generated/sqlite/client.ts'
import {
  DELETED,
  DELETED_SQL,
  live,
  liveSql,
  past,
  PRESENT,
  PRESENT_SQL,
  RUNNING_SQL,
  silent,
  silentSql,
  WHOLE_DURATION_SQL,
} from '../../src/store/predicates.ts'
import { openStore, type Store } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { aRun } from '../support/submissions.ts'

const NOW = 1_000_000
const TIMEOUT = 30
const SINCE = liveSince(NOW, TIMEOUT)

async function open(): Promise<Store> {
  const store = await openStore(placeOf(await temporaryDirectory()))
  onTestFinished(() => store.close())
  // The purge that every start begins would delete the rows of this test that are marked as deleted.
  await store.purge.idle()
  return store
}

function newRun(): RunRow {
  const submission = checkSubmission(aRun())
  if (submission.type !== 'build_run') throw new Error('aRun makes a build_run')
  return applyBuildRun(undefined, submission.data, BigInt(NOW))
}

/** Times near the limit of liveness, and beyond both ends of what a difference of 64 bits holds. */
const run = fc
  .record({
    status: fc.constantFrom('running', 'completed', 'failed'),
    deleted: fc.boolean(),
    lastSeenAt: fc.integer({ min: SINCE - 2, max: NOW + 2 }).map(BigInt),
    startTime: fc.oneof(fc.bigInt(-5_000_000n, 5_000_000n), fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n)),
    endTime: fc.option(fc.oneof(fc.bigInt(-5_000_000n, 5_000_000n), fc.constant(2n ** 63n - 1n))),
    duration: fc.option(fc.bigInt(0n, 9n)),
  })
  .map(({ deleted, ...fields }): RunRow => {
    const row = { ...newRun(), ...fields } as RunRow
    return deleted ? markedDeleted(row) : row
  })

test('the conditions of the database say what the rules of the domain say', async () => {
  const store = await open()
  const property = fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 40 }), async (rows) => {
    await store.writer.transaction(async (transaction) => transaction.saveRuns(rows))
    const ids = rows.map(({ id }) => id)
    const byRule = (rule: (row: RunRow) => boolean) => rows.filter(rule).map(({ id }) => id)
    const isSilent = (row: RunRow) => row.status === 'running' && !isLive(row, NOW, TIMEOUT)
    const isPresent = (row: RunRow) => !isDeleted(row)

    const conditions = [
      [PRESENT, isPresent],
      [DELETED, isDeleted],
      [live(SINCE), (row: RunRow) => isLive(row, NOW, TIMEOUT)],
      [silent(SINCE), isSilent],
      [past(SINCE), (row: RunRow) => isPast(row, NOW, TIMEOUT)],
    ] as const
    for (const [where, rule] of conditions) {
      const found = await store.reader.run.findMany({ where: { id: { in: ids }, ...where } })
      expect(found.map(({ id }) => id).toSorted()).toEqual(byRule(rule).toSorted())
    }

    const statements = [
      [Prisma.raw(PRESENT_SQL), isPresent],
      [Prisma.raw(DELETED_SQL), isDeleted],
      [Prisma.raw(RUNNING_SQL), ({ status }: RunRow) => status === 'running'],
      [liveSql(SINCE), (row: RunRow) => isLive(row, NOW, TIMEOUT)],
      [silentSql(SINCE), isSilent],
    ] as const
    for (const [condition, rule] of statements) {
      const found = await store.reader.$queryRaw<{ id: string }[]>`
        SELECT "id" FROM "Run" WHERE "id" IN (${Prisma.join(ids)}) AND ${condition}`
      expect(found.map(({ id }) => id).toSorted()).toEqual(byRule(rule).toSorted())
    }

    const durations = await store.reader.$queryRaw<{ id: string; whole: bigint }[]>`
      SELECT "id", ${Prisma.raw(WHOLE_DURATION_SQL)} AS "whole" FROM "Run" WHERE "id" IN (${Prisma.join(ids)})`
    const whole = new Map(durations.map(({ id, whole }) => [id, BigInt(whole)]))
    expect(rows.map(({ id }) => whole.get(id))).toEqual(rows.map(wholeDurationOf))
  })
  await fc.assert(property, { numRuns: 40, endOnFailure: true })
})
