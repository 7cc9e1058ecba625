import { setTimeout } from 'node:timers/promises'
import type { Store } from '../store/open.ts'
import { unwrapped } from '../store/lookup.ts'
import type { ReadEvent } from '../store/event-page.ts'
import type { Part } from '../store/part.ts'
import type { RunRow } from '../store/rows.ts'
import { atEachHint } from './at-each-hint.ts'
import type { Bus } from './bus.ts'
import { BATCH, PAUSE, type EventLog } from './event-log.ts'

/**
 * How long before its commit a change may have been dated, in milliseconds: a slow disk, and clocks of two daemons.
 */
export const OVERLAP = 15_000

/**
 * The events of a run with a sequence above `after`, in order, none twice and none missing: what is stored already,
 * then what is committed. Holds no more than one batch, however slowly it is read. Ends when the run is deleted or
 * `signal` aborts.
 */
export function tailEvents(
  log: EventLog,
  bus: Bus,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly ReadEvent[]> {
  let cursor = after
  return atEachHint(bus.hints(signal, runId), async function* () {
    let part: Part<ReadEvent>
    do {
      part = await log.after(runId, cursor)
      cursor = part.rows.at(-1)?.seq ?? cursor
      if (part.rows.length) yield part.rows
    } while ((part.cut || part.rows.length === BATCH) && !signal.aborted)
    if (!part.rows.length) return !(await log.has(runId))
    await setTimeout(PAUSE)
    return false
  })
}

/** Runs that were written, and runs that are gone. */
export interface RunsChange {
  readonly runs: RunRow[]
  readonly deleted: string[]
}

/**
 * The runs that began, changed or were deleted since the call, in batches at most every `pause` milliseconds.
 * Changes of one run between two batches become one.
 */
export function tailRuns(
  { reader }: Store,
  bus: Bus,
  now: () => number,
  signal: AbortSignal,
  pause = 250,
): AsyncGenerator<RunsChange> {
  let cursor = now()
  const sent = new Map<string, bigint>()
  return atEachHint(bus.hints(signal), async function* () {
    const looked = now()
    const since = BigInt(cursor - OVERLAP)
    const runs = (await reader.run.findMany({
      where: { changedAt: { gte: since }, status: { not: 'deleted' } },
    })) as RunRow[]
    const gone = await reader.deletedRun.findMany({ where: { deletedAt: { gte: since } } })
    const changed = runs.filter((run) => sent.get(run.id) !== run.changedAt)
    const deleted = gone.filter((run) => sent.get(run.id) !== run.deletedAt)
    for (const run of changed) sent.set(run.id, run.changedAt)
    for (const run of deleted) sent.set(run.id, run.deletedAt)
    cursor = looked
    for (const [id, at] of sent) if (at < BigInt(cursor - 2 * OVERLAP)) sent.delete(id)
    if (!changed.length && !deleted.length) return
    yield { runs: changed.map(unwrapped), deleted: deleted.map((run) => run.id) }
    await setTimeout(pause)
  })
}
