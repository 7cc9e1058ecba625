import { expect, test } from 'vitest'
import { EventLog } from '../../src/live/event-log.ts'
import { Bus } from '../../src/live/bus.ts'
import { tailEvents } from '../../src/live/tail.ts'
import { openStore } from '../../src/store/store.ts'
import { testDaemon, temporaryDirectory } from '../support/daemon.ts'
import { placeOf } from '../support/database.ts'
import { anEvent, aRun } from '../support/submissions.ts'

const COUNT = 40

test('pages of long texts are short, and lose nothing', async () => {
  const data = await temporaryDirectory()
  const daemon = await testDaemon(data)
  const run = aRun()
  const { id } = run.data
  const text = (pid: number) => `${pid} `.padEnd(200_000, 'ü')
  await daemon.submit(run)
  for (let pid = 0; pid < COUNT; pid++)
    await daemon.submit(
      anEvent(id, 'process_start', { pid, cmdline: pid % 4 ? text(pid).slice(0, 100_000) : 'cc' }),
    )
  const pids = Array.from({ length: COUNT }, (_, pid) => pid)

  const events = (await daemon.get(`/api/runs/${id}/events`)).body as { process: { pid: number } }[]
  expect(events.map(({ process }) => process.pid)).toEqual(pids)
  const processes = (await daemon.get(`/api/runs/${id}/processes`)).body as { pid: number }[]
  expect(processes.map(({ pid }) => pid)).toEqual(pids)

  for (const list of ['events', 'processes'])
    for (const [order, page, more, place] of [
      ['first', 'after', 'hasNextPage', 'endCursor'],
      ['last', 'before', 'hasPreviousPage', 'startCursor'],
    ] as const) {
      let seen = 0
      let pages = 0
      let at: string | null = null
      for (let rest = true; rest; pages++) {
        const { data, errors } = await daemon.graph(
          `query ($id: UUID!, $at: String) { run(id: $id) { ${list}(${order}: 500, ${page}: $at) {
            nodes { ${list === 'events' ? 'seq' : 'pid'} } pageInfo { ${more} ${place} } } } }`,
          { id, at },
        )
        expect(errors).toBeUndefined()
        const { nodes, pageInfo } = data.run[list]
        seen += nodes.length
        rest = pageInfo[more]
        at = pageInfo[place]
      }
      expect([list, order, seen, pages > 1]).toEqual([list, order, COUNT, true])
    }
  await daemon.close()

  const store = await openStore(placeOf(data))
  const watching = new AbortController()
  const seen: number[] = []
  for await (const rows of tailEvents(new EventLog(store), new Bus(), id, 0, watching.signal)) {
    for (const row of rows) seen.push(row.seq)
    if (seen.length === COUNT) watching.abort()
  }
  expect(seen).toEqual(pids.map((pid) => pid + 1))
  await store.close()
})
