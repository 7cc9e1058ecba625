import { SHOWN_PROCESS } from '../dialect.ts'
import type { ProcessKey, Source } from './lookup.ts'
import { countEach, readPages, type Aside, type Belonging, type PageRange, type Reader } from './pages.ts'
import { pagedProcesses } from './process-pages.ts'
import type { ShownProcess } from '../../domain/model.ts'

const HOLDERS = `FROM "Process" h WHERE h."runId" = w."runId" AND h."pid" = w."pid"`
const OTHERS = `FROM "Process" h WHERE h."runId" = i."runId" AND h."pid" = i."ppid"`

const NEXT = `COALESCE((SELECT min(h."startTime") ${HOLDERS} AND h."startTime" > w."startTime"), 9223372036854775807)`

/**
 * The rule of `domain/parentage.ts` from the parent's side, as SQL. A process has the children that began from its start until
 * the start of the next process with its pid. The first process with a pid also has those that began before it. A process that
 * names itself as its parent belongs to the process before it with that pid, or else to the one after it. The bounds come
 * first, for the index.
 */
const CHILDREN: Belonging = {
  key: { runId: 'uuid', pid: 'whole', startTime: 'large' },
  where(_, { bounded }) {
    const start = bounded('i."startTime"')
    return [
      'i."runId" = w."runId"',
      'i."ppid" = w."pid"',
      `${start} >= CASE WHEN (SELECT count(*) FROM (SELECT 1 ${HOLDERS} AND h."startTime" < w."startTime" LIMIT 2) two) < 2
        THEN -9223372036854775807 - 1 ELSE w."startTime" END`,
      `${start} <= ${NEXT}`,
      `CASE WHEN i."pid" = i."ppid" THEN w."startTime" = COALESCE(
          (SELECT max(h."startTime") ${OTHERS} AND h."startTime" < i."startTime"),
          (SELECT min(h."startTime") ${OTHERS} AND h."startTime" > i."startTime"))
        WHEN i."startTime" < w."startTime" THEN NOT EXISTS (SELECT 1 ${HOLDERS} AND h."startTime" < w."startTime")
        ELSE i."startTime" < ${NEXT} END`,
    ]
  },
}

/** A page of the children of each of many processes, by start time. */
export const pagesOfChildren = (
  source: Source,
  range: PageRange,
  parents: readonly ProcessKey[],
  reader: Reader,
): Promise<ShownProcess[][]> =>
  readPages<ShownProcess>(source, pagedProcesses(CHILDREN), range, parents, reader)

/** How many children each of many processes has. */
export const countChildren = (source: Source & Aside, parents: readonly ProcessKey[]): Promise<number[]> =>
  countEach(source, SHOWN_PROCESS, CHILDREN, parents)
