import type { ListedFile } from '../daemon/read-files.ts'
import { fit, widthOf } from '../terminal/columns.ts'
import { whole } from '../terminal/format.ts'
import { table, type Column } from '../terminal/table.ts'

/** Columns of a name at most. */
const NAME = 16

const ACCESS: Column = { heading: 'ACCESS' }
const USERS: readonly Column[] = [
  { heading: 'WRITTEN BY', goes: 2 },
  { heading: 'READ BY', goes: 1 },
]

/**
 * The table of files.
 * @param ofProcess shows how the process in question used each file
 * @param width columns of the terminal
 */
export const fileList = (files: readonly ListedFile[], ofProcess: boolean, width: number): string[] =>
  table(
    ofProcess ? [ACCESS, ...USERS] : USERS,
    'FILE',
    files.map(({ path, access, readBy, writtenBy }) => ({
      cells: [...(ofProcess ? [access.join(', ')] : []), usersOf(writtenBy), usersOf(readBy)],
      title: (room) => endOf(path, room),
    })),
    width,
  )

/** `cc1 (7)`; with others `cc1 (7) +26`. */
function usersOf({ nodes: [first], totalCount }: Pick<ListedFile['readBy'], 'nodes' | 'totalCount'>): string {
  if (!first) return ''
  const others = totalCount > 1 ? ` +${whole(totalCount - 1)}` : ''
  return `${fit(first.name, NAME)} (${first.pid})${others}`
}

/** A path in so many columns at most: of a longer one the last parts, behind `…`. */
function endOf(path: string, columns: number): string {
  if (widthOf(path) <= columns) return path
  let at = path.indexOf('/', 1)
  while (at >= 0 && widthOf(path.slice(at)) >= columns) at = path.indexOf('/', at + 1)
  return fit(`…${at < 0 ? path.slice(path.lastIndexOf('/')) : path.slice(at)}`, columns)
}
