import { verdictOf, type Figure, type Reading, type Verdict } from './row.ts'

/** A figure as measured. */
export interface Result {
  readonly row: string
  readonly figure: Figure
  readonly reading: Reading
}

const WORDS: Record<Verdict, string> = {
  goal: 'goal met',
  gate: 'gate met',
  missed: 'MISSED',
  shown: 'shown',
}
const HEAD = ['figure', 'gate', 'goal', 'measured', 'verdict']

/** A table for a terminal, with the measurements behind each figure. */
export function asText(results: readonly Result[], loose: number): string {
  const rows = [[...HEAD, ''], ...results.map((result) => [...cellsOf(result, loose), result.reading.detail])]
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  return rows
    .map((row) =>
      row
        .map((cell, n) => cell.padEnd(widths[n] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** The table of docs/performance.md. */
export function asMarkdown(results: readonly Result[]): string {
  const lines = results.map((result) => `| ${cellsOf(result, 1).join(' | ')} |`)
  return [`| ${HEAD.join(' | ')} |`, '| --- | ---: | ---: | ---: | --- |', ...lines].join('\n')
}

/** For programs. */
export const asJson = (results: readonly Result[], loose: number): string =>
  JSON.stringify(
    results.map(({ row, figure, reading }) => ({
      row,
      ...figure,
      ...reading,
      verdict: verdictOf(figure, reading, loose),
    })),
    null,
    2,
  )

function cellsOf({ figure, reading }: Result, loose: number): string[] {
  const { name, unit, better, gate, goal } = figure
  const bound = (value: number) => `${better === 'more' ? '≥' : '≤'} ${value} ${unit}`
  return [
    name,
    gate === undefined ? '–' : bound(gate),
    bound(goal),
    `${figures(reading.value)} ${unit}`,
    WORDS[verdictOf(figure, reading, loose)],
  ]
}

/** Three figures that count. */
const figures = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)))
