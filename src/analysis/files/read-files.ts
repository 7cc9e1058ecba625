import { decodeParts, type DecodedFiles, type FilesPart } from '../../domain/analysis/files/decode-parts.ts'
import { TooLarge } from '../../errors.ts'
import { packedLines } from '../../store/reads/file-parts.ts'
import type { RowReader } from '../../store/row-source.ts'
import { startOf, type Files } from '../../wire/files.ts'
import { unpackLineNow } from '../../wire/packed.ts'
import { NOT_SET } from '../../wire/time.ts'
import type { RunColumns } from '../columns.ts'
import { Withdrawn, type Origin } from '../read-processes.ts'
import { findRow } from './rows.ts'

/** Names of a run, characters in them, and uses of files that are analysed at most. */
const MOST_NAMES = 1_000_000
const MOST_TEXT = 128 * 1024 * 1024
const MOST_USES = 10_000_000

/** Bytes of its packed lines. */
const MOST_PACKED = 128 * 1024 * 1024

/** The files of a run as a thread keeps them. */
export interface KeptFiles extends DecodedFiles {
  /** What they hold, about, with what is derived of them. */
  readonly bytes: number
}

/**
 * Reads which files the processes of a run used, in one statement.
 * @param columns of the same run, whose rows the uses refer to
 * @param isWanted is asked now and then
 * @returns null where the run was recorded without its files
 * @throws TooLarge if they are more than can be analysed; Withdrawn if the question was withdrawn
 */
export async function readFiles(
  reader: RowReader,
  run: Pick<Origin, 'id' | 'startTime'>,
  columns: RunColumns,
  isWanted: () => boolean,
): Promise<KeptFiles | null> {
  const packed: Uint8Array[] = []
  let bytes = 0
  let wanted = true
  await reader.read(packedLines(run.id), (rows) => {
    for (const [data] of rows as readonly (readonly [Uint8Array])[]) {
      packed.push(data)
      bytes += data.length
    }
    wanted = isWanted()
    return wanted && bytes <= MOST_PACKED
  })
  if (!wanted) throw new Withdrawn()
  if (bytes > MOST_PACKED) throw tooMany(run.id)
  if (!packed.length) return null
  const rowOf = (process: Files['processes'][number]): number => {
    const start = startOf(process)
    return findRow(columns, process.pid, start === NOT_SET ? null : Number(start - run.startTime))
  }
  const parts = limited(run.id, packed, isWanted)
  const decoded = decodeParts(mapped(parts, rowOf), columns.count)
  const text = decoded.names.reduce((sum, name) => sum + name.length, 0)
  return { ...decoded, bytes: 2 * text + 60 * decoded.names.length + 10 * decoded.file.length }
}

/** Unpacks part after part. @throws TooLarge; Withdrawn */
function* limited(id: string, packed: readonly Uint8Array[], isWanted: () => boolean): Generator<Files> {
  let names = 0
  let text = 0
  let uses = 0
  for (const data of packed) {
    if (!isWanted()) throw new Withdrawn()
    const part = (JSON.parse(unpackLineNow(data)) as { readonly data: Files }).data
    names += part.names.length
    for (const name of part.names) text += name.length
    for (const { accesses } of part.processes) uses += accesses.length / 2
    if (names > MOST_NAMES || text > MOST_TEXT || uses > MOST_USES) throw tooMany(id)
    yield part
  }
}

const tooMany = (id: string) =>
  new TooLarge(
    `The files of run ${id} are too many to be analysed: it has more than ${MOST_NAMES} names, ` +
      `${MOST_TEXT / 2 ** 20} MiB of them, or ${MOST_USES} uses. An export has all of them.`,
  )

function* mapped(
  parts: Iterable<Files>,
  rowOf: (process: Files['processes'][number]) => number,
): Generator<FilesPart> {
  for (const { first, names, processes } of parts)
    yield {
      first,
      names,
      processes: processes.map((process) => ({
        row: rowOf(process),
        failed: process.failed,
        accesses: process.accesses,
      })),
    }
}
