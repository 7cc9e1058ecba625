import { visible } from '../../domain/analysis/visible.ts'
import { fit, pad, widthOf } from './columns.ts'

/** A column of a table: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string
  readonly align?: 'right'
  /** Columns with the lowest number are dropped first if the room is short. A column without a number stays. */
  readonly goes?: number
}

/** A row: its cells, and a title of at most so many columns. */
export interface Row {
  readonly cells: readonly string[]
  readonly title: (room: number) => string
}

/** Columns of the title, before another column is dropped for it. */
const ROOM = 24

/**
 * Cells in columns, two spaces apart, with headings; what a row is about comes last, and has the room that is left.
 * @param heading of that last column
 * @param width columns of the terminal; no line takes more
 * @returns lines, the headings first
 */
export function table(
  columns: readonly Column[],
  heading: string,
  rows: readonly Row[],
  width: number,
): string[] {
  const widths = columns.map((column, index) =>
    rows.reduce((widest, { cells }) => Math.max(widest, widthOf(cells[index]!)), column.heading.length),
  )
  const longest = rows.reduce((most, { title }) => Math.max(most, widthOf(title(ROOM))), heading.length)
  const shown = columnsWithin(columns, widths, width - longest)
  const room = width - shown.reduce((sum, index) => sum + widths[index]! + 2, 0)
  const line = (cells: readonly string[], title: string): string =>
    fit(
      [...shown.map((index) => pad(visible(cells[index]!), widths[index]!, columns[index]!.align)), title]
        .join('  ')
        .trimEnd(),
      width,
    )
  return [
    line(
      columns.map((column) => column.heading),
      heading,
    ),
    ...rows.map(({ cells, title }) => line(cells, visible(title(Math.max(room, 1))))),
  ]
}

/** Places of the columns that stay, so that they take no more than so much. */
function columnsWithin(columns: readonly Column[], widths: readonly number[], room: number): number[] {
  let kept = columns.map((_, index) => index)
  const going = kept
    .filter((index) => columns[index]!.goes !== undefined)
    .sort((a, b) => columns[a]!.goes! - columns[b]!.goes!)
  const taken = () => kept.reduce((sum, index) => sum + widths[index]! + 2, 0)
  for (const next of going) {
    if (taken() <= room) break
    kept = kept.filter((index) => index !== next)
  }
  return kept
}
