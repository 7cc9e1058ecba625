import { visible } from '../domain/analysis/visible.ts'
import { pad, widthOf } from './columns.ts'

/** A column of a table: its heading, and on which side its cells stand. */
export interface Column {
  readonly heading: string
  readonly align?: 'right'
}

/**
 * Cells in columns, two spaces apart, with headings. The last column takes what it needs.
 * @returns lines, the headings first
 */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ heading }, index) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[index]!)), heading.length),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) => pad(visible(cell), widths[index]!, columns[index]!.align))
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ heading }) => heading)), ...rows.map(line)]
}
