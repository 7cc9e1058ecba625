import { SHOWN_PROCESS } from '../dialect.ts'
import type { Source } from './lookup.ts'
import { readPages, type Belonging, type PageRange, type Reader } from './pages.ts'
import type { Part } from './part.ts'
import { pageOfProcesses } from './process-page.ts'
import type { ShownProcess } from '../../domain/model.ts'

/** Processes that belong to a key, by start time. */
export const pagedProcesses = (belonging: Belonging) => ({
  columns: SHOWN_PROCESS,
  belonging,
  order: ['startTime', 'pid'] as const,
  texts: ['name', 'cmdline', 'workingDir'] as const,
})

const OF_RUN = pagedProcesses({ key: { runId: 'uuid' }, where: () => ['i."runId" = w."runId"'] })

/** A page of the processes of each of many runs, by start time. */
export async function pagesOfProcesses(
  source: Source,
  range: PageRange,
  runs: readonly (readonly [runId: string])[],
  reader: Reader,
): Promise<Part<ShownProcess>[]> {
  const [run, ...others] = runs
  if (!run) return []
  if (!others.length) return [await pageOfProcesses(source.read, run[0], range)]
  const pages = await readPages<ShownProcess>(source, OF_RUN, range, runs, reader)
  return pages.map((rows) => ({ rows, cut: false }))
}
