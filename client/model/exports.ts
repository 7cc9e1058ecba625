import { chromeTrace } from '../../src/domain/analysis/export/chrome-trace.ts'
import { csvOf } from '../../src/domain/analysis/export/csv.ts'
import { ownTimes } from '../../src/domain/analysis/time/own-time.ts'
import type { ProcessRows } from './processes/process-rows.ts'
import { lastMoment } from './runs/run-end.ts'
import { wholeCommandOf, type RunHead } from './runs/run-head.ts'

/** The forms in which a run can be saved. */
export const EXPORTS = [
  { format: 'trace', word: 'Chrome trace', what: 'Opens in Perfetto, speedscope and chrome://tracing' },
  { format: 'ndjson', word: 'NDJSON', what: 'The whole record, line by line; buildspy import reads it' },
  { format: 'csv', word: 'CSV', what: 'A line for each process, for a spreadsheet' },
] as const

export type ExportFormat = (typeof EXPORTS)[number]['format']

/** The media type of each form. */
export const MEDIA_TYPES = {
  trace: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
} as const satisfies Record<ExportFormat, string>

const ENDINGS = { trace: 'trace.json', ndjson: 'ndjson', csv: 'csv' } as const

/** `make -j8` of 2 January is `make-j8-2026-01-02T03-04-05.csv`. */
export function exportName(format: ExportFormat, run: RunHead): string {
  const { startTime } = run
  const command = wholeCommandOf(run)
    .slice(0, 200)
    .replace(/[^\w.]+/g, '-')
    .slice(0, 40)
  const name = `${command}-${startTime.slice(0, 19).replaceAll(':', '-')}`.replace(/^-+/, '')
  return `${name}.${ENDINGS[format]}`
}

/** A run as a trace for Perfetto. @param ended milliseconds since the run's origin; 0 while it runs */
export const traceText = (rows: ProcessRows, title: string, ended: number): string =>
  chromeTrace(rows, title, Math.max(ended, lastMoment(rows)))

/** A run as a table, a line for each process. @param ended milliseconds since the run's origin; 0 while it runs */
export function csvText(rows: ProcessRows, ended: number): string {
  const until = Math.max(ended, lastMoment(rows))
  return csvOf(rows, ownTimes(rows, until), until)
}
