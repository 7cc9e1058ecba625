import { expect, onTestFinished, test } from 'vitest'
import { placeOf, temporaryDirectory } from '../../test/support/database.ts'
import { anEvent, aRun } from '../../test/support/submissions.ts'
import { Ingest } from '../services/ingest.ts'
import { openStore } from '../store/store.ts'
import { checkSubmission } from '../wire/parse.ts'
import { Bus } from './bus.ts'
import { EventLog } from './event-log.ts'

test('a hundred who stand at one place cost one read and get the very same rows', async () => {
  let reads = 0
  const store = await openStore(placeOf(await temporaryDirectory()), () => reads++)
  onTestFinished(() => store.close())
  // The purge that every start begins reads as well.
  await store.purge.idle()
  const ingest = new Ingest(store, new Bus(), Date.now)
  const log = new EventLog(store)
  const run = aRun()
  const { id } = run.data
  const add = (count: number) =>
    ingest.submit(
      Array.from({ length: count }, () => checkSubmission(anEvent(id))),
      0,
    )
  await ingest.submit([checkSubmission(run)], 0)
  expect((await log.after(id, 0)).rows).toEqual([])

  await add(3)
  reads = 0
  const all = await Promise.all(Array.from({ length: 100 }, () => log.after(id, 0)))
  expect(reads).toBe(1)
  expect(new Set(all).size).toBe(1)
  expect(all[0]!.rows.map(({ seq }) => seq)).toEqual([1, 2, 3])

  const early = log.after(id, 3)
  await add(1)
  expect(
    (await log.after(id, 3)).rows.map(({ seq }) => seq),
    'what was committed before it was asked',
  ).toEqual([4])
  expect((await early).rows.length).toBeLessThanOrEqual(1)

  const kept = await log.after(id, 0, performance.now())
  expect(kept.rows, 'the very same rows').toBe(all[0]!.rows)
  expect(kept.cut, 'more may follow, because a commit came after they were read').toBe(true)
})
