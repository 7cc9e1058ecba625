import { closeSync, openSync } from 'node:fs'
import { Command, Option } from 'commander'
import { chromeTrace } from '../../domain/analysis/export/chrome-trace.ts'
import { csvOf } from '../../domain/analysis/export/csv.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'
import { printText } from '../terminal/output.ts'
import { recordOf } from '../daemon/record-of.ts'
import { readRecording, type Recording } from '../daemon/recording.ts'
import { A_RUN_OR_FILE, withRun } from '../daemon/with-runs.ts'
import { writeWhole } from '../terminal/write-whole.ts'

const FORMATS = ['ndjson', 'chrome', 'csv'] as const

/** The same files as the dashboard gives. */
const PRINT = {
  chrome: ({ run, columns, until }: Recording) => chromeTrace(columns, run.commandLine, until),
  csv: ({ columns, own, until }: Recording) => csvOf(columns, own, until),
}

interface ExportOptions extends ConnectionOptions {
  readonly format: (typeof FORMATS)[number]
  readonly output?: string
}

/** `buildspy export`: a run as a file. */
export function exportCommand(environment: Environment): Command {
  return withConnection(new Command('export'))
    .summary('write a build to a file')
    .description(
      'Write a build to a file. ndjson is the whole record, for `buildspy import`; ' +
        'chrome is a trace for Perfetto and chrome://tracing; csv is a row for each process.',
    )
    .argument('[id]', A_RUN_OR_FILE, 'last')
    .addOption(new Option('-f, --format <format>', 'format of the file').choices(FORMATS).default('ndjson'))
    .option('-o, --output <file>', 'file to write; - is stdout')
    .addHelpText(
      'after',
      examples(
        'buildspy export last -o build.ndjson',
        'buildspy export last~1 | gzip > build.ndjson.gz',
        'buildspy export last -f chrome -o trace.json',
        'buildspy export build.ndjson.gz -f csv',
      ),
    )
    .action((id: string, { format, output, ...options }: ExportOptions, command: Command) =>
      withRun(
        () => connectionOf(options, environment, command),
        id,
        async (source, run) => {
          const text =
            format === 'ndjson' ? recordOf(source, run) : [PRINT[format](await readRecording(source, run))]
          await write(text, output)
        },
      ),
    )
}

/** @throws CliFailure if a file cannot be written to its end */
async function write(
  text: AsyncIterable<string> | Iterable<string>,
  output: string | undefined,
): Promise<void> {
  if (output === undefined || output === '-') {
    for await (const part of text) printText(part)
    return
  }
  let file: number | undefined
  try {
    for await (const part of text) {
      // Only now: a file that is there stays as it was if the daemon has nothing to write.
      file ??= openSync(output, 'w')
      writeWhole(file, part)
    }
    if (file !== undefined) closeSync(file)
  } catch (error) {
    const isOurs = error instanceof CliFailure
    const reason = isOurs ? error.message : `${output} cannot be written: ${reasonOf(error)}`
    const consequence = file === undefined ? '' : `; ${output} is incomplete`
    throw new CliFailure(reason + consequence, isOurs ? error.exitCode : EXIT.failed, { cause: error })
  }
}
