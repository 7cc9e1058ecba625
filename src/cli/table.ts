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
    Math.max(heading.length, ...rows.map((row) => row[index]!.length)),
  )
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, index) =>
        columns[index]!.align === 'right' ? cell.padStart(widths[index]!) : cell.padEnd(widths[index]!),
      )
      .join('  ')
      .trimEnd()
  return [line(columns.map(({ heading }) => heading)), ...rows.map(line)]
}
