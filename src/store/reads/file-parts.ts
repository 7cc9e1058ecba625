import type { FilePartRow } from '../../domain/model.ts'
import { FILE_PART } from '../dialect.ts'
import type { RowStatement } from '../row-source.ts'
import type { Source } from './lookup.ts'
import { countEach, readPages, type Aside, type Belonging, type PageRange, type Reader } from './pages.ts'

const OF_RUN: Belonging = { key: { runId: 'uuid' }, where: () => ['i."runId" = w."runId"'] }

const PAGED = {
  columns: FILE_PART,
  belonging: OF_RUN,
  order: ['part'] as const,
  texts: ['data'] as const,
}

/** A page of the parts of the files of each of many runs, by number. */
export const pagesOfFileParts = (
  source: Source,
  range: PageRange,
  runs: readonly (readonly [runId: string])[],
  reader: Reader,
): Promise<FilePartRow[][]> => readPages<FilePartRow>(source, PAGED, range, runs, reader)

/** How many parts each of many runs has. */
export const countFileParts = (
  source: Source & Aside,
  runs: readonly (readonly [runId: string])[],
): Promise<number[]> => countEach(source, FILE_PART, OF_RUN, runs)

/** Selects the packed lines of a run, by the number of their part. */
export const packedLines = (runId: string): RowStatement => ({
  sql: `SELECT "data" FROM "FilePart" WHERE "runId" = $1 ORDER BY "part"`,
  parameters: [runId],
})
