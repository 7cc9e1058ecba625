import { randomInt } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { Ingest } from '../../src/services/ingest.ts'
import { Bus } from '../../src/live/bus.ts'
import { EventLog } from '../../src/live/event-log.ts'
import { tailEvents } from '../../src/live/tail.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const READERS = Number(process.env['RESUME_READERS'] ?? 12)
const EVENTS = 1500

/** Drops two hints of three, and sends the third twice. */
class LossyBus extends Bus {
  override publish(runIds: Iterable<string>): void {
    if (randomInt(3)) return
    const ids = [...runIds]
    super.publish(ids)
    super.publish(ids)
  }
}

test('whoever is cut off anywhere, and resumes after the last event seen, gets 1 … n exactly', async () => {
  const store = await openStore(placeOf(await temporaryDirectory()))
  onTestFinished(() => store.close())
  const bus = new LossyBus()
  const ingest = new Ingest(store, bus, Date.now)
  const run = aRun()
  const { id } = run.data
  await ingest.submit([checkSubmission(run)], 0)

  const log = new EventLog(store)
  const read = async () => {
    const seen: number[] = []
    while (seen.length < EVENTS) {
      const connection = new AbortController()
      const cutAt = seen.length + 1 + randomInt(200)
      for await (const rows of tailEvents(log, bus, id, seen.at(-1) ?? 0, connection.signal)) {
        // Cut off within a batch: the rest of it did not arrive.
        for (const row of rows.slice(0, cutAt - seen.length)) seen.push(row.seq)
        if (seen.length >= cutAt || seen.length >= EVENTS) break
      }
      connection.abort()
    }
    return seen
  }
  const readers = Array.from({ length: READERS }, read)
  for (let sent = 0; sent < EVENTS;) {
    const count = Math.min(1 + randomInt(40), EVENTS - sent)
    await ingest.submit(
      Array.from({ length: count }, () => checkSubmission(anEvent(id))),
      0,
    )
    sent += count
  }
  const whole = Array.from({ length: EVENTS }, (_, index) => index + 1)
  for (const seen of await Promise.all(readers)) expect(seen).toEqual(whole)
})
