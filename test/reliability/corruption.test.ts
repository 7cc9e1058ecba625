import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { BuildSpyError, Misconfigured } from '../../src/errors.ts'
import { Bus } from '../../src/live/bus.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { takeInSpool } from '../../src/services/spool-intake.ts'
import { makeSpoolDirectory, spoolDirectory } from '../../src/spool/spool.ts'
import { openStore } from '../../src/store/store.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { makeDataDirectory } from '../support/database.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'
import { Random } from '../simulation/random.ts'

/** Damages of each kind. `CORRUPTIONS=1000 npm test -- test/reliability/corruption` is the long one. */
const CORRUPTIONS = Number(process.env['CORRUPTIONS'] ?? 12)

const run = aRun()
const events = Array.from({ length: 120 }, (_, n) => anEvent(run.data.id, 'process_start', { pid: 100 + n }))
/** A data directory as a killed daemon leaves it: its last commits are in the log beside the database. */
let killed: Awaited<ReturnType<typeof makeDataDirectory>>
let data: Awaited<ReturnType<typeof makeDataDirectory>>

beforeAll(async () => {
  const living = await makeDataDirectory()
  killed = await makeDataDirectory()
  data = await makeDataDirectory()
  const store = await openStore({ data: living.directory })
  const ingest = new Ingest(store, new Bus(), Date.now)
  await ingest.submit([checkSubmission(run)], 0)
  for (const event of events) await ingest.submit([checkSubmission(event)], 0)
  for (const name of ['buildspy.db', 'buildspy.db-wal'])
    cpSync(join(living.directory, name), join(killed.directory, name))
  await store.close()
  await living.remove()
  return async () => {
    await killed.remove()
    await data.remove()
  }
})

afterEach(() => rmSync(data.directory, { recursive: true, force: true }))

/** Flips bits of a file, or cuts it. */
function damage(random: Random, file: string): string {
  const bytes = readFileSync(file)
  if (random.chance(0.3)) {
    const length = random.below(bytes.length)
    writeFileSync(file, bytes.subarray(0, length))
    return `cut after ${length}`
  }
  const places = Array.from({ length: 1 + random.below(8) }, () => random.below(bytes.length))
  for (const place of places) bytes[place]! ^= 1 << random.below(8)
  writeFileSync(file, bytes)
  return `bits flipped at ${places.join(', ')}`
}

/** Starts on the damaged directory. @returns the events in it by sequence, or undefined after a refusal in a sentence */
async function start(): Promise<unknown[][] | undefined> {
  let store: Awaited<ReturnType<typeof openStore>>
  try {
    store = await openStore({ data: data.directory })
  } catch (error) {
    expect(error).toBeInstanceOf(Misconfigured)
    return undefined
  }
  try {
    const sql = 'SELECT "seq", "id" FROM "Event" WHERE "runId" = $1 ORDER BY "seq"'
    return (await store.read({ sql, parameters: [run.data.id] })) as unknown[][]
  } catch (error) {
    expect(String((error as Error).message)).toMatch(/malformed|not a database|disk|no such|reached/)
    return undefined
  } finally {
    await store.close()
  }
}

test('a damaged log gives the commits before the damage, and no others', async () => {
  for (let seed = 1; seed <= CORRUPTIONS; seed++) {
    cpSync(killed.directory, data.directory, { recursive: true })
    const what = damage(new Random(seed), join(data.directory, 'buildspy.db-wal'))
    const rows = await start()
    const expected = events.slice(0, rows?.length ?? 0).map(({ data }, index) => [BigInt(index + 1), data.id])
    expect(rows ?? [], `seed ${seed}: ${what}`).toEqual(expected)
    rmSync(data.directory, { recursive: true, force: true })
  }
})

test('a damaged database is refused in a sentence, or answers', async () => {
  for (let seed = 1; seed <= CORRUPTIONS; seed++) {
    cpSync(killed.directory, data.directory, { recursive: true })
    damage(new Random(seed), join(data.directory, 'buildspy.db'))
    rmSync(join(data.directory, 'buildspy.db-wal'))
    await start()
    rmSync(data.directory, { recursive: true, force: true })
  }
})

test('a damaged spool file loses the damaged lines only', async () => {
  for (let seed = 1; seed <= CORRUPTIONS; seed++) {
    const spool = spoolDirectory(data.directory)
    const store = await openStore({ data: data.directory })
    makeSpoolDirectory(spool)
    const file = join(spool, '00000000-0000-4000-8000-000000000000.ndjson')
    writeFileSync(file, ndjson([run, ...events]))
    const random = new Random(seed)
    const what = damage(random, file)
    const damaged = readFileSync(file, 'latin1')
    const whole = events.filter((event) => damaged.includes(`${JSON.stringify(event)}\n`))
    const ingest = new Ingest(store, new Bus(), Date.now)
    const taken = await takeInSpool(ingest, spool, AbortSignal.timeout(60_000), () => {}).catch(
      (error: unknown) => {
        expect(error).toBeInstanceOf(BuildSpyError)
      },
    )
    expect(taken, `seed ${seed}: ${what}`).toMatchObject({ files: 1 })
    const sql = 'SELECT "id" FROM "Event" WHERE "runId" = $1'
    const stored = new Set((await store.read({ sql, parameters: [run.data.id] })).map(([id]) => id))
    // Without its first line, a file tells of a run that nobody knows.
    if (damaged.startsWith(JSON.stringify(run)))
      expect(
        whole.filter(({ data }) => !stored.has(data.id)),
        `seed ${seed}: ${what}`,
      ).toEqual([])
    await store.close()
    rmSync(data.directory, { recursive: true, force: true })
  }
})
