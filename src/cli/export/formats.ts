import { chromeTrace } from '../../domain/analysis/export/chrome-trace.ts'
import { csvOf } from '../../domain/analysis/export/csv.ts'
import type { GraphSource } from '../daemon/client.ts'
import { exportedRun, readExportedRun } from '../daemon/exported-run.ts'
import { recordOf } from '../daemon/record-of.ts'
import { readRecording } from '../daemon/recording.ts'

/** The parts of a file. */
export type FileParts = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>

/** A form in which a run can be saved. */
interface Format {
  /** For the help: what it is for. */
  readonly what: string
  /** A terminal cannot show it. */
  readonly isBinary?: true
  /** @throws CliFailure if there is no such run */
  readonly read: (source: GraphSource, id: string) => FileParts | Promise<FileParts>
}

/** The forms, by the names that `--format` takes. An encoder is loaded when it is needed. */
export const FORMATS = {
  ndjson: {
    what: 'the whole record, for `buildspy import` and every command that takes a record file',
    read: recordOf,
  },
  perfetto: {
    what: 'a trace with counters and arrows, for https://ui.perfetto.dev',
    isBinary: true,
    async read(source, id) {
      const { perfettoTrace } = await import('../../domain/analysis/perfetto/perfetto-trace.ts')
      return perfettoTrace(await readExportedRun(source, await readRecording(source, id)))
    },
  },
  chrome: {
    what: 'a trace in JSON, for speedscope and chrome://tracing',
    async read(source, id) {
      const { run, columns, until } = await readRecording(source, id)
      return [chromeTrace(columns, run.commandLine, until)]
    },
  },
  otlp: {
    what: 'an OpenTelemetry trace in JSON, a span for each process',
    async read(source, id) {
      const { traceText } = await import('../../otlp/requests.ts')
      return traceText(exportedRun(await readRecording(source, id)))
    },
  },
  html: {
    what: 'a page with the timeline, in one file that opens in a browser without a network',
    async read(source, id) {
      const { htmlPage } = await import('./html-page.ts')
      return htmlPage(source, id)
    },
  },
  csv: {
    what: 'a row for each process, for a spreadsheet',
    async read(source, id) {
      const { columns, own, until } = await readRecording(source, id)
      return [csvOf(columns, own, until)]
    },
  },
} as const satisfies Record<string, Format>

export type FormatName = keyof typeof FORMATS

export const FORMAT_NAMES = Object.keys(FORMATS) as FormatName[]

/** The formats for a help, a line each. */
export const formatsHelp = (): string =>
  `\nFormats:\n${FORMAT_NAMES.map((name) => `  ${name.padEnd(10)}${FORMATS[name].what}\n`).join('')}`

/** Whether a terminal cannot show files of a format. */
export const isBinary = (name: FormatName): boolean => (FORMATS[name] as Format).isBinary ?? false
