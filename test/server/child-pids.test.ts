import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { placeOf, temporaryDirectory } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'
import { Ingest } from '../../src/services/ingest.ts'
import { parentOf } from '../../src/domain/parentage.ts'
import { Bus } from '../../src/live/bus.ts'
import { checkSubmission } from '../../src/wire/parse.ts'
import { readChildPids } from '../../src/store/reads/child-pids.ts'
import { openStore, type Store } from '../../src/store/store.ts'

interface Kin {
  readonly runId: string
  readonly pid: number
  readonly ppid: number
  readonly startTime: bigint
}

/** Fills a run with processes. @returns the rows that it has then */
async function fill(store: Store, processes: readonly { pid: number; ppid: number; at: number }[]) {
  const ingest = new Ingest(store, new Bus(), Date.now)
  const run = aRun()
  const startOf = (at: number) => new Date(Date.UTC(2026, 0, 2) + at).toISOString()
  const events = processes.map(({ pid, ppid, at }) =>
    anEvent(run.data.id, 'process_start', { pid, ppid, start_time: startOf(at) }),
  )
  await ingest.submit([run, ...events].map(checkSubmission), 0)
  return (await store.reader.process.findMany({
    where: { runId: run.data.id },
    orderBy: [{ startTime: 'asc' }, { pid: 'asc' }],
  })) as Kin[]
}

async function open(): Promise<Store> {
  const store = await openStore(placeOf(await temporaryDirectory()))
  onTestFinished(() => store.close())
  return store
}

/** The children of each process, by the rule itself. */
function expected(rows: readonly Kin[]): string[] {
  const children = new Map<Kin, number[]>(rows.map((row) => [row, []]))
  for (const child of rows) {
    const parent = parentOf(
      child,
      rows.filter(({ pid }) => pid === child.ppid),
    )
    if (parent) children.get(parent)!.push(child.pid)
  }
  return rows.map((row) => children.get(row)!.join(','))
}

test('children are those that the rule of parents says, whoever had the pid and when', async () => {
  const store = await open()
  // Few pids and times, so that pids are used again and processes name themselves as their parents.
  const processes = fc.uniqueArray(fc.record({ pid: fc.nat(4), ppid: fc.nat(4), at: fc.nat(12) }), {
    selector: ({ pid, at }) => `${pid}/${at}`,
    minLength: 1,
    maxLength: 25,
  })
  await fc.assert(
    fc.asyncProperty(processes, async (processes) => {
      const rows = await fill(store, processes)
      expect(await readChildPids(store, rows)).toEqual(expected(rows))
    }),
    { numRuns: 100 },
  )
})

test('one process may have started all others, and they are read in parts', async () => {
  const COUNT = 5000
  const store = await open()
  const rows = await fill(store, [
    { pid: 1, ppid: 0, at: 0 },
    ...Array.from({ length: COUNT }, (_, n) => ({ pid: n + 2, ppid: 1, at: 1 + (n % 7) })),
  ])
  let most = 0
  const read: typeof store.read = async (statement) => {
    const found = await store.read(statement)
    most = Math.max(most, found.length)
    return found
  }
  expect(await readChildPids({ ...store, read }, rows)).toEqual(expected(rows))
  expect(most).toBeLessThanOrEqual(COUNT + 1)
})
