import { EVENT } from '../dialect.ts'
import { pageOfEvents, sortedBy, type EventFilter, type EventRange, type ReadEvent } from './event-page.ts'
import type { ProcessKey, Source } from './lookup.ts'
import { countEach, readPages, type Aside, type Belonging, type Reader } from './pages.ts'
import type { Part } from './part.ts'

/** A run, or a process of it. */
export type Holder = readonly [runId: string] | ProcessKey

/**
 * Reads a page of the same range for each of many runs, or processes. Only for a single one can the events bring their
 * processes along; see `pageOfEvents`.
 */
export async function pagesOfEvents(
  source: Source & Aside,
  holders: readonly Holder[],
  types: EventFilter['types'],
  { order, ...range }: EventRange,
  withProcess: boolean,
  reader: Reader,
): Promise<Part<ReadEvent>[]> {
  const [holder, ...others] = holders
  if (!holder) return []
  if (!others.length) {
    const [runId, pid, startTime] = holder
    const process = pid === undefined || startTime === undefined ? undefined : { pid, startTime }
    return [await pageOfEvents(source, { runId, types, process }, { order, ...range }, withProcess)]
  }
  // Those of a type may be far apart.
  const from = types ? { ...source, read: source.readAside } : source
  const paged = {
    columns: EVENT,
    belonging: belongingTo(holder, types),
    order: sortedBy(order),
    texts: ['snapshot'] as const,
  }
  const pages = await readPages<ReadEvent>(from, paged, range, holders, reader)
  return pages.map((rows) => ({ rows, cut: false }))
}

/** How many events each of many runs, or processes, has. */
export const countEvents = (
  source: Source & Aside,
  holders: readonly Holder[],
  types: EventFilter['types'],
): Promise<number[]> => countEach(source, EVENT, belongingTo(holders[0]!, types), holders)

function belongingTo({ length }: Holder, types: EventFilter['types']): Belonging {
  const kinds = types && [...new Set(types)]
  return {
    key: length === 1 ? { runId: 'uuid' } : { runId: 'uuid', pid: 'whole', startTime: 'large' },
    where(parameter) {
      const conditions = ['i."runId" = w."runId"']
      if (length > 1) conditions.push('i."processPid" = w."pid"', 'i."processStart" = w."startTime"')
      if (kinds) conditions.push(kinds.length ? `i."type" IN (${kinds.map(parameter).join(', ')})` : '1 = 0')
      return conditions
    },
  }
}
