import { globOf } from '../../domain/analysis/files/glob.ts'
import { usersOf } from '../../domain/analysis/files/users.ts'
import type { RunColumns } from '../columns.ts'
import { FileIndex, lowerBound } from './file-index.ts'
import type {
  FileAnswers,
  FileQuestion,
  FilesOfQuestion,
  FilesQuestion,
  KeyRange,
  PidsQuestion,
  UsedFile,
  UserPage,
  UsersQuestion,
} from './messages.ts'
import type { KeptFiles } from './read-files.ts'
import { findRow } from './rows.ts'

/** The files of a run, with the processes whose rows they refer to. */
interface Recorded {
  readonly processes: RunColumns
  readonly files: KeptFiles
  readonly index: FileIndex
}

const indexes = new WeakMap<KeptFiles, FileIndex>()

/** Answers a question about the files of a run; null if they were not recorded. */
export function answerFiles(
  question: FileQuestion,
  { processes, files }: { readonly processes: RunColumns; readonly files: KeptFiles | null },
): FileAnswers[FileQuestion['kind']] {
  if (!files) return null
  const index = indexes.get(files) ?? new FileIndex(files, processes)
  indexes.set(files, index)
  const recorded = { processes, files, index }
  if (question.kind === 'files') return filesIn(recorded, question)
  if (question.kind === 'filesOf') return filesOf(recorded, question)
  if (question.kind === 'fileUsers') return usersIn(recorded, question)
  return pidsOf(recorded, question)
}

function filesIn(recorded: Recorded, { path, unused, pid, range }: FilesQuestion) {
  const { index, processes, files } = recorded
  const rows = pid === null ? undefined : rowsOf(processes.pid, pid)
  const used = rows && accessOf(files, rows, 0)
  let list = unused ? index.unused : used ? index.sorted(used.keys()) : index.byName
  if (unused && used) list = list.filter((file) => used.has(file))
  if (path !== null) {
    const isMatch = globOf(path)
    list = list.filter((file) => isMatch(files.names[file]!))
  }
  return pageOfFiles(recorded, list, range, (file) => used?.get(file) ?? accessOfAll(index, file))
}

function filesOf(recorded: Recorded, { processes, ways, range }: FilesOfQuestion) {
  const { index, files } = recorded
  return processes.map((process) => {
    const row = findRow(recorded.processes, process.pid, process.begun)
    const used = accessOf(files, row < 0 ? [] : [row], ways)
    const page = pageOfFiles(recorded, index.sorted(used.keys()), range, (file) => used.get(file)!)
    return { ...page, failed: row < 0 ? 0 : files.failed[row]! }
  })
}

function usersIn({ index, processes }: Recorded, { paths, ways, range }: UsersQuestion): UserPage[] {
  const { strings, pid, begun, name } = processes
  return paths.map((path) => {
    const file = index.find(path)
    const places = file === undefined ? [] : usersOf(index.users, file, ways)
    const rows = places.map((place) => index.users.row[place]!)
    const users = pageOf(rows.length, range, (at) => rows[at]!).map((at) => {
      const row = rows[at]!
      return {
        row,
        pid: pid[row]!,
        begun: begun[row] === -Infinity ? null : begun[row]!,
        name: strings[name[row]!]!,
        access: index.users.access[places[at]!]!,
      }
    })
    return { count: rows.length, users }
  })
}

const pidsOf = ({ index, processes }: Recorded, { paths, ways }: PidsQuestion): string[] =>
  paths.map((path) => {
    const file = index.find(path)
    if (file === undefined) return ''
    return usersOf(index.users, file, ways)
      .map((place) => processes.pid[index.users.row[place]!])
      .join()
  })

function pageOfFiles(
  { files }: Recorded,
  list: Uint32Array,
  range: KeyRange<string>,
  accessOf: (file: number) => number,
): { count: number; files: UsedFile[] } {
  const page = pageOf(list.length, range, (at) => files.names[list[at]!]!)
  return {
    count: list.length,
    files: page.map((at) => ({ path: files.names[list[at]!]!, access: accessOf(list[at]!) })),
  }
}

/** The places of a page in a list that its keys put in order. */
function pageOf<Key extends string | number>(
  length: number,
  { after, before, inverted, limit }: KeyRange<Key>,
  keyAt: (at: number) => Key,
): number[] {
  const from = after === null ? 0 : lowerBound(length, (at) => keyAt(at) <= after)
  const to = before === null ? length : lowerBound(length, (at) => keyAt(at) < before)
  const count = Math.max(0, Math.min(limit, to - from))
  return Array.from({ length: count }, (_, n) => (inverted ? to - 1 - n : from + n))
}

/** The files that some rows used in one of some ways, 0 for any, each with all of its ways. */
function accessOf(
  { first, file, access }: KeptFiles,
  rows: readonly number[],
  ways: number,
): Map<number, number> {
  const used = new Map<number, number>()
  for (const row of rows)
    for (let use = first[row]!; use < first[row + 1]!; use++)
      if (!ways || access[use]! & ways) used.set(file[use]!, (used.get(file[use]!) ?? 0) | access[use]!)
  return used
}

function accessOfAll({ users }: FileIndex, file: number): number {
  let all = 0
  for (let at = users.first[file]!; at < users.first[file + 1]!; at++) all |= users.access[at]!
  return all
}

const rowsOf = (pids: Int32Array, wanted: number): number[] =>
  Array.from(pids.keys()).filter((row) => pids[row] === wanted)
