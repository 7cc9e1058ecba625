import { setTimeout } from 'node:timers/promises'
import type { ReadEvent } from '../store/reads/event-page.ts'
import type { Part } from '../store/reads/part.ts'
import { atEachHint } from './at-each-hint.ts'
import type { Bus } from './bus.ts'
import { BATCH, PAUSE, type EventLog } from './event-log.ts'
import type { RecentRuns, RunsChange } from './recent-runs.ts'

/**
 * The events of a run with a sequence above `after`, in order, none twice and none missing: first the stored ones, then those
 * that are committed. It holds one batch, however slow its reader is. It ends when the run is deleted or `signal` aborts.
 */
export function tailEvents(
  log: EventLog,
  bus: Bus,
  runId: string,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly ReadEvent[]> {
  let cursor = after
  return atEachHint(bus.hints(signal, runId), async function* (hintedAt) {
    let part: Part<ReadEvent>
    do {
      part = await log.after(runId, cursor, hintedAt)
      cursor = part.rows.at(-1)?.seq ?? cursor
      if (part.rows.length) yield part.rows
    } while ((part.cut || part.rows.length === BATCH) && !signal.aborted)
    if (!part.rows.length) return !(await log.has(runId))
    await setTimeout(PAUSE)
    return false
  })
}

/**
 * The runs that began, changed or were deleted since the call, or a moment before, in batches. Several changes of a run between
 * two batches become one. Subscribers that keep up get the same object.
 */
export function tailRuns(recent: RecentRuns, bus: Bus, signal: AbortSignal): AsyncGenerator<RunsChange> {
  let known: Awaited<ReturnType<RecentRuns['newsAfter']>>['reading'] | undefined
  return atEachHint(bus.hints(signal), async function* () {
    const { reading, news } = await recent.newsAfter(known)
    known = reading
    if (news && !signal.aborted) yield news
  })
}
