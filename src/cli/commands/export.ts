import { isatty } from 'node:tty'
import { Command, Option } from 'commander'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import { A_RUN_OR_FILE, withRun } from '../daemon/with-runs.ts'
import type { Environment } from '../environment.ts'
import { FORMAT_NAMES, FORMATS, formatsHelp, isBinary, type FormatName } from '../export/formats.ts'
import { writeFile } from '../export/write-file.ts'
import { CliFailure, EXIT } from '../failure.ts'

interface ExportOptions extends ConnectionOptions {
  readonly format: FormatName
  readonly output?: string
}

/** `buildspy export`: a run as a file. */
export function exportCommand(environment: Environment): Command {
  return withConnection(new Command('export'))
    .summary('write a build to a file')
    .description('Write a build to a file, for BuildSpy or for other programs (docs/export.md).')
    .argument('[id]', A_RUN_OR_FILE, 'last')
    .addOption(
      new Option('-f, --format <format>', 'format of the file').choices(FORMAT_NAMES).default('ndjson'),
    )
    .option('-o, --output <file>', 'file to write; - is stdout')
    .addHelpText(
      'after',
      formatsHelp() +
        examples(
          'buildspy export last -o build.ndjson',
          'buildspy export last~1 | gzip > build.ndjson.gz',
          'buildspy export last -f html -o build.html',
          'buildspy export last -f perfetto -o build.perfetto-trace',
          'buildspy export build.ndjson.gz -f csv',
        ),
    )
    .action((id: string, { format, output, ...options }: ExportOptions, command: Command) => {
      if (isBinary(format) && output === undefined && isatty(1))
        throw new CliFailure(`a terminal cannot show ${format}; write it to a file with -o`, EXIT.usage)
      return withRun(
        () => connectionOf(options, environment, command),
        id,
        async (source, run) => writeFile(await FORMATS[format].read(source, run), output),
      )
    })
}
