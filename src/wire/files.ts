import { readInstant, readText, wrong } from './read-values.ts'
import { MOST_IDS, type FilesInput } from './schema.ts'
import { NOT_SET } from './time.ts'

/** A part as submitted. Times stay as the client wrote them, so that an export prints the same line. */
export type Files = Readonly<FilesInput>

/** Characters of a name: a path of Linux has 4,096 bytes, and a byte takes four characters at most. */
const LONGEST_NAME = 4 * 4096

/** Above all sums of `ACCESS` (`domain/analysis/recorded.ts`). */
const FLAGS_END = 128

/** Reads a part of the right shape. @throws BadInput naming the field and what it must be */
export function readFiles(files: FilesInput): Files {
  const { part, first, names, processes } = files
  if (first + names.length > MOST_IDS) throw wrong('data', 'first', 'must leave its names ids below 2^31')
  return {
    build_run_id: files.build_run_id.toLowerCase(),
    part,
    first,
    names: names.map((name, index) => readName(name, index)),
    processes: processes.map(({ pid, start_time, failed, accesses }, index) => {
      const place = `data.processes.${index}`
      readInstant(start_time, place, 'start_time')
      checkAccesses(accesses, place)
      return { pid, start_time, failed, accesses }
    }),
  }
}

/** The start of a process in a part, in nanoseconds since 1970; `NOT_SET` where its client does not know it. */
export const startOf = ({ start_time }: { readonly start_time: string }): bigint =>
  readInstant(start_time, 'data.processes', 'start_time') ?? NOT_SET

/** Prints a part as a line of the wire, `{"type":"files",…}` without its newline. */
export const printFilesLine = (files: Files): string => JSON.stringify({ type: 'files', data: files })

function readName(name: string, index: number): string {
  if (!name) throw wrong('data.names', String(index), 'must not be empty')
  if (name.length > LONGEST_NAME)
    throw wrong('data.names', String(index), `must have at most ${LONGEST_NAME} characters`)
  return readText(name, 'data.names', String(index))
}

function checkAccesses(accesses: readonly number[], place: string): void {
  if (accesses.length % 2) throw wrong(place, 'accesses', 'must be pairs of a difference of ids and flags')
  let id = 0
  for (let at = 0; at < accesses.length; at += 2) {
    id += accesses[at]!
    const flags = accesses[at + 1]!
    if (flags < 1 || flags >= FLAGS_END)
      throw wrong(place, `accesses.${at + 1}`, `must be flags, a number from 1 to ${FLAGS_END - 1}`)
    if (id >= MOST_IDS) throw wrong(place, `accesses.${at}`, 'must lead to an id below 2^31')
  }
}
