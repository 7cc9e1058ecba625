import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DatabaseSync } from '@photostructure/sqlite'
import { DATABASE, temporaryDirectory } from '../support/database.ts'
import { spawnDaemon } from '../support/spawned.ts'
import { anEvent, aRun, ndjson } from '../support/submissions.ts'

/** `KILL_ROUNDS=200 npx vitest run test/reliability/kill` is the long one. */
const ROUNDS = Number(process.env['KILL_ROUNDS'] ?? 20)

/** A round takes a second or two: two starts of a process. */
const TIMEOUT = 20_000 + ROUNDS * 5000

function checkDatabase(data: string): unknown {
  const database = new DatabaseSync(join(data, 'buildspy.db'), { returnArrays: true })
  try {
    return database.prepare('PRAGMA integrity_check').all()
  } finally {
    database.close()
  }
}

test(
  `kill -9 under load, ${ROUNDS} rounds: what was acknowledged is stored, none of it twice`,
  { timeout: TIMEOUT },
  async () => {
    const data = await temporaryDirectory()
    let daemon = await spawnDaemon('--data', data)
    const run = aRun()
    const { id } = run.data
    await daemon.submit(run)
    const acknowledged = new Set<string>()
    const unanswered: ReturnType<typeof anEvent>[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const { child, exited, submit, post } = daemon
      const killAt = acknowledged.size + 20 + Math.floor(Math.random() * 200)
      const acknowledge = (events: readonly ReturnType<typeof anEvent>[]) => {
        for (const event of events) acknowledged.add(event.data.id)
        if (acknowledged.size >= killAt) child.kill('SIGKILL')
      }
      /** Sends until the daemon is gone, first again what was not answered before: some of that is stored. */
      const worker = async (lines: boolean) => {
        for (;;) {
          const events = lines
            ? Array.from({ length: 7 }, () => anEvent(id))
            : [unanswered.pop() ?? anEvent(id)]
          try {
            if (!lines) await submit(events[0]!)
            else if (
              (await (await post('/api/live/submit', ndjson(events), 'application/x-ndjson')).json())
                .accepted !== 7
            )
              throw new Error('not all accepted')
            acknowledge(events)
          } catch {
            unanswered.push(...events)
            return
          }
        }
      }
      await Promise.all(Array.from({ length: 8 }, (_, index) => worker(index === 0)))
      expect((await exited)[1]).toBe('SIGKILL')
      daemon = await spawnDaemon('--data', data)
    }
    const stored = (await daemon.get(`/api/runs/${id}/events`)).body.map((event: { id: string }) => event.id)
    const whole = new Set<string>(stored)
    expect(acknowledged.size).toBeGreaterThanOrEqual(ROUNDS * 20)
    expect([...acknowledged].filter((event) => !whole.has(event))).toEqual([])
    expect(whole.size).toBe(stored.length)
    const { data: graph } = await daemon.graph(`{ run(id: "${id}") { seq } }`)
    expect(graph.run.seq).toBe(stored.length)
    daemon.child.kill('SIGTERM')
    await daemon.exited
    // PostgreSQL was not killed.
    if (DATABASE === 'sqlite') expect(checkDatabase(data)).toEqual([['ok']])
    console.log(`kill -9: ${ROUNDS} rounds, ${acknowledged.size} acknowledged, ${stored.length} stored`)
  },
)
