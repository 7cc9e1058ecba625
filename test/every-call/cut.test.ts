import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { BuildSpyError } from '../../src/errors.ts'
import { Bus } from '../../src/live/bus.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import type { SubmissionInput } from '../../src/wire/schema.ts'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'

/** `EVERY_CALL=1` cuts at each message; otherwise at one of so many. */
const STRIDE = Number(process.env['EVERY_CALL'] ?? 4)

/** A network before a server, that ends all connections when the n-th message of either side passes, once. */
async function startCutter(url: string) {
  const { port, hostname } = new URL(url)
  const open = new Set<Socket>()
  let left = Infinity
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      open.add(from)
      from.on('data', (chunk) => {
        if (--left !== 0) to.write(chunk)
        else for (const socket of open) socket.destroy()
      })
      from.on('error', () => {}).on('close', () => (open.delete(from), to.destroy()))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of open) socket.destroy()
  })
  const address = new URL(url)
  address.port = String((server.address() as AddressInfo).port)
  return {
    url: address.href,
    arm: (n: number) => void (left = n),
    /** @returns whether it has cut */
    disarm() {
      const hasCut = left <= 0
      left = Infinity
      return hasCut
    },
  }
}

test('the connection to PostgreSQL is cut at each message: nothing acknowledged is lost, none stored twice', async () => {
  const { data, databaseUrl } = placeOf(await temporaryDirectory())
  const cutter = await startCutter(databaseUrl!)
  await (await openStore({ data, databaseUrl })).close()
  const acknowledged = new Set<string>()
  let cuts = 0
  const run = aRun()
  const attempt = async (ingest: Ingest, submission: SubmissionInput): Promise<boolean> => {
    try {
      const [refusal] = await ingest.submit([checkSubmission(submission)], 100)
      if (!refusal && 'id' in submission.data) acknowledged.add(submission.data.id)
      return !refusal
    } catch (error) {
      expect(error, 'a sentence').toBeInstanceOf(BuildSpyError)
      return false
    }
  }
  for (let n = 1; ; n += STRIDE) {
    cutter.arm(n)
    const store = await openStore({ data, databaseUrl: cutter.url }).catch((error: unknown) => {
      expect(error, 'a sentence').toBeInstanceOf(BuildSpyError)
    })
    if (store) {
      const ingest = new Ingest(store, new Bus(), Date.now)
      // As clients do: again until it is taken.
      for (const submission of [run, anEvent(run.data.id), anEvent(run.data.id)]) {
        let isTaken = false
        for (let times = 0; times < 5 && !isTaken; times++) isTaken = await attempt(ingest, submission)
        expect(isTaken, `message ${n}: the daemon goes on`).toBe(true)
      }
      await store.close()
    }
    if (!cutter.disarm()) break
    cuts++
  }
  const store = await openStore({ data, databaseUrl })
  onTestFinished(() => store.close())
  const sql = 'SELECT "seq", "id" FROM "Event" WHERE "runId" = $1 ORDER BY "seq"'
  const rows = await store.read({ sql, parameters: [run.data.id] })
  expect(rows.map(([seq]) => Number(seq))).toEqual(rows.map((_, index) => index + 1))
  const stored = new Set(rows.map(([, id]) => id))
  expect(stored.size).toBe(rows.length)
  acknowledged.delete(run.data.id)
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
  console.log(`PostgreSQL: ${cuts} cuts, ${acknowledged.size} acknowledged, ${rows.length} stored`)
})
