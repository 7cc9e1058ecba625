import { chromeTrace } from '../../src/domain/analysis/chrome-trace.ts'
import { csvOf } from '../../src/domain/analysis/csv.ts'
import { ndjsonOf } from '../../src/domain/analysis/ndjson.ts'
import { ownTimes } from '../../src/domain/analysis/own-time.ts'
import type { ProcessRows } from './processes/process-rows.ts'
import { toMilliseconds } from './processes/process-update.ts'
import type { RunHead } from './runs/run-head.ts'

/** The forms in which a run can be saved. */
export const EXPORTS = [
  { format: 'trace', word: 'Chrome trace', what: 'Opens in Perfetto, speedscope and chrome://tracing' },
  { format: 'ndjson', word: 'NDJSON', what: 'The whole record, line by line; buildspy import reads it' },
  { format: 'csv', word: 'CSV', what: 'A line for each process, for a spreadsheet' },
] as const

export type ExportFormat = (typeof EXPORTS)[number]['format']

const TYPES = {
  trace: ['application/json', 'trace.json'],
  ndjson: ['application/x-ndjson', 'ndjson'],
  csv: ['text/csv', 'csv'],
} as const satisfies Record<ExportFormat, readonly [string, string]>

/** Saves a run as a file; of a build that runs, what is known so far. */
export function saveExport(format: ExportFormat, run: RunHead, rows: ProcessRows): void {
  const [type, ending] = TYPES[format]
  const url = URL.createObjectURL(new Blob(partsOf(format, run, rows), { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${fileName(run)}.${ending}`
  link.click()
  URL.revokeObjectURL(url)
}

function partsOf(format: ExportFormat, run: RunHead, rows: ProcessRows): string[] {
  let until = run.endTime ? toMilliseconds(run.endTime) - rows.origin : 0
  for (let row = 0; row < rows.count; row++)
    until = Math.max(until, rows.isRunning(row) ? rows.start[row]! : rows.end[row]!)
  if (format === 'trace') return [chromeTrace(rows, run.commandLine, until)]
  if (format === 'csv') return [csvOf(rows, ownTimes(rows, until), until)]
  return [
    ...ndjsonOf(rows, {
      ...run,
      endTime: run.endTime ?? null,
      exitCode: run.exitCode ?? null,
      duration: run.duration ?? null,
      host: run.host ?? null,
      cores: run.cores ?? null,
      status: run.status === 'running_live' ? 'running' : run.status,
    }),
  ]
}

/** `make -j8` of 2 January is `make-j8-2026-01-02T03-04-05`. */
const fileName = ({ commandLine, startTime }: RunHead): string =>
  `${commandLine.replace(/[^\w.]+/g, '-').slice(0, 40)}-${startTime.slice(0, 19).replaceAll(':', '-')}`.replace(
    /^-+/,
    '',
  )
