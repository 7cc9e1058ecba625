import type { MachineRow } from '../../domain/model.ts'
import { MACHINE } from '../dialect.ts'
import type { Source } from './lookup.ts'
import { countEach, readPages, type Aside, type Belonging, type PageRange, type Reader } from './pages.ts'

const OF_RUN: Belonging = { key: { runId: 'uuid' }, where: () => ['i."runId" = w."runId"'] }
const PAGED = { columns: MACHINE, belonging: OF_RUN, order: ['time'] as const, texts: [] }

type RunKey = readonly [runId: string]

/** A page of the samples of the machine of each of many runs, by time. */
export const pagesOfMachine = (
  source: Source,
  range: PageRange,
  runs: readonly RunKey[],
  reader: Reader,
): Promise<MachineRow[][]> => readPages<MachineRow>(source, PAGED, range, runs, reader)

/** How many samples each of many runs has. */
export const countMachine = (source: Source & Aside, runs: readonly RunKey[]): Promise<number[]> =>
  countEach(source, MACHINE, OF_RUN, runs)
