import type { Store } from '../store/store.ts'
import type { ReadEvent } from '../store/reads/event-page.ts'
import { atEachHint } from './at-each-hint.ts'
import type { Bus } from './bus.ts'
import type { EventLog } from './event-log.ts'
import { OVERLAP, type RecentRuns } from './recent-runs.ts'

/** A cursor in the events of all runs. */
export interface Place {
  /** Sequences of the runs that were changing at that time. */
  readonly cursors: Map<string, number>
  /** That time by the server's clock, in milliseconds. */
  readonly at: number
}

/** The cursor after all stored events. */
export async function markPlace({ reader }: Store, now: number): Promise<Place> {
  const runs = await reader.run.findMany({
    where: { OR: [{ status: 'running' }, { changedAt: { gte: now - OVERLAP } }] },
    select: { id: true, seq: true },
  })
  return { cursors: new Map(runs.map((run) => [run.id, run.seq])), at: now }
}

/**
 * The events of all runs after a cursor, in batches of one run, each run in the order of its sequence, none twice and none
 * missing. Memory grows with the number of runs that change meanwhile, not with their events.
 */
export function tailAllEvents(
  store: Store,
  log: EventLog,
  recent: RecentRuns,
  bus: Bus,
  { cursors, at }: Place,
  signal: AbortSignal,
): AsyncGenerator<readonly ReadEvent[]> {
  let since = at - OVERLAP
  let earliest = at
  return atEachHint(bus.hints(signal), async function* () {
    const { runs, looked } = await recent.sequencesSince(since)
    // A clock that was set back dates the events of new runs before the place.
    earliest = Math.min(earliest, looked)
    for (const run of runs) {
      let cursor = cursors.get(run.id) ?? (await cursorAt(store, run, earliest))
      while (cursor < run.seq && !signal.aborted) {
        const { rows } = await log.after(run.id, cursor)
        if (!rows.length) break
        cursor = rows.at(-1)!.seq
        cursors.set(run.id, cursor)
        yield rows
      }
      cursors.set(run.id, cursor)
    }
    since = looked - OVERLAP
  })
}

/**
 * The sequence that a run had reached at a time when it was not changing. Its later events were received after that
 * time less the overlap, since a change within the overlap would have put it on record.
 */
async function cursorAt({ reader }: Store, run: { id: string; seq: number }, at: number): Promise<number> {
  const first = await reader.event.findFirst({
    where: { runId: run.id, receivedAt: { gte: at - OVERLAP } },
    orderBy: { seq: 'asc' },
    select: { seq: true },
  })
  return first ? first.seq - 1 : run.seq
}
