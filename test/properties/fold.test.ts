import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDaemon, type Daemon } from '../../src/daemon.ts'
import { Batch } from '../../src/services/batch.ts'
import type { EventRow, ProcessRow, RunRow } from '../../src/domain/model.ts'
import { openStore } from '../../src/store/store.ts'
import { parseSubmission } from '../../src/wire/parse.ts'
import type { SubmissionInput } from '../../src/wire/schema.ts'
import { clientOf, testConfig } from '../support/daemon.ts'
import { makeDataDirectory, placeOf } from '../support/database.ts'
import { aBuild, type Build } from '../support/builds.ts'
import { ndjson } from '../support/submissions.ts'

/** Builds per run of the test. */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 60)

let daemon: Daemon
let client: ReturnType<typeof clientOf>
let data: Awaited<ReturnType<typeof makeDataDirectory>>

beforeAll(async () => {
  data = await makeDataDirectory()
  daemon = await startDaemon(testConfig(data.directory))
  client = clientOf(daemon.url.replace('localhost', '127.0.0.1'))
})

afterAll(async () => {
  await daemon?.close()
  await data.remove()
})

const NOTHING = { runs: [], processes: [], events: [], fileParts: [] }

/** What a set of submissions means: each folded in once, in memory, in the order in which clients send them. */
async function fold({ first, rest }: Build): Promise<State> {
  const submissions = [first, ...rest].map((submission) => parseSubmission(JSON.stringify(submission)))
  const batch = await Batch.load(async () => NOTHING, submissions)
  for (const submission of submissions) batch.add(submission, 0n)
  const { runs, newProcesses: processes, events } = batch.take()
  return { runs, processes, events }
}

interface State {
  readonly runs: RunRow[]
  readonly processes: ProcessRow[]
  readonly events: EventRow[]
}

/** Leaves out what rightly differs: sequences, and the times of receipt. */
function plain({ runs, processes, events }: State) {
  const sorted = <T>(rows: T[], keyOf: (row: T) => string) =>
    rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  return {
    runs: runs.map((run) => ({ ...run, lastSeenAt: 0n, changedAt: 0n })),
    processes: sorted(processes, ({ pid, startTime }) => `${pid}@${startTime}`),
    events: sorted(
      events.map((event) => ({ ...event, seq: 0, receivedAt: 0n })),
      (event) => event.id,
    ),
  }
}

/** Sends the parts of a delivery one after the other; the submissions of a part in one request, or all at once. */
async function deliver(parts: readonly Part[]): Promise<void> {
  for (const { how, submissions } of parts) {
    if (how === 'concurrent') await Promise.all(submissions.map((submission) => client.submit(submission)))
    else if (how === 'single') await client.submit(...submissions)
    else {
      const response = await client.post('/api/live/submit', ndjson(submissions), 'application/x-ndjson')
      expect(await response.json()).toMatchObject({ accepted: submissions.length, rejected: [] })
    }
  }
}

interface Part {
  readonly how: 'concurrent' | 'single' | 'lines'
  readonly submissions: SubmissionInput[]
}

/** Any order and any repetition of submissions, cut into parts. */
const deliveries = (submissions: readonly SubmissionInput[]) =>
  fc
    .tuple(
      fc.shuffledSubarray([...submissions], { minLength: submissions.length }),
      fc.subarray([...submissions]),
      fc.array(fc.constantFrom<Part['how']>('concurrent', 'single', 'lines'), { minLength: 1, maxLength: 6 }),
      fc.nat(),
    )
    .map(([once, again, hows, seed]) => {
      const all = [...once]
      for (const [index, submission] of again.entries())
        all.splice((seed * (index + 1)) % (all.length + 1), 0, submission)
      const size = Math.ceil(all.length / hows.length)
      return hows
        .map((how, index): Part => ({ how, submissions: all.slice(index * size, (index + 1) * size) }))
        .filter((part) => part.submissions.length)
    })

test('any order, repetition and splitting of a build gives what its fold gives', async () => {
  const builds = fc.nat().chain(() => {
    const id = randomUUID()
    return aBuild(id).chain((build) => fc.tuple(fc.constant(build), deliveries([build.first, ...build.rest])))
  })
  const delivered: Build[] = []
  await fc.assert(
    fc.asyncProperty(builds, async ([build, parts]) => {
      await client.submit(build.first)
      await deliver(parts)
      delivered.push(build)
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
  await daemon.close()
  const store = await openStore(placeOf(data.directory))
  try {
    for (const build of delivered) {
      const where = { runId: build.first.data.id }
      const stored = await store.writer.transaction(async (transaction) => {
        const keys = await store.reader.process.findMany({ where })
        return {
          ...(await transaction.read({
            runs: [where.runId],
            processes: keys.map((row) => [row.runId, row.pid, row.startTime] as const),
          })),
          events: (await store.reader.event.findMany({ where, orderBy: { seq: 'asc' } })) as EventRow[],
        }
      })
      expect(stored.events.map((event) => event.seq)).toEqual(stored.events.map((_, index) => index + 1))
      expect(plain(stored)).toEqual(plain(await fold(build)))
    }
  } finally {
    await store.close()
  }
})
