import { closeSync, openSync } from 'node:fs'
import { Command, Option } from 'commander'
import { chromeTrace } from '../../domain/analysis/export/chrome-trace.ts'
import { csvOf } from '../../domain/analysis/export/csv.ts'
import { recordText } from '../../domain/analysis/export/record.ts'
import { graphql } from '../../gql/cli/gql.ts'
import { graph, type Connection } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'
import { A_RUN, findRun, noSuchRun } from '../daemon/find-run.ts'
import { printText } from '../terminal/output.ts'
import { readRecording, type Recording } from '../daemon/recording.ts'
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
    .argument('[id]', A_RUN, 'last')
    .addOption(new Option('-f, --format <format>', 'format of the file').choices(FORMATS).default('ndjson'))
    .option('-o, --output <file>', 'file to write; - is stdout')
    .addHelpText(
      'after',
      examples(
        'buildspy export last -o build.ndjson',
        'buildspy export last~1 | gzip > build.ndjson.gz',
        'buildspy export last -f chrome -o trace.json',
        'buildspy export 01a2042c -f csv',
      ),
    )
    .action(async (id: string, { format, output, ...options }: ExportOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const run = await findRun(connection, id)
      const text =
        format === 'ndjson' ? record(connection, run) : [PRINT[format](await readRecording(connection, run))]
      await write(text, output)
    })
}

/** Events in a page, as many as the daemon gives. */
const PAGE = 500

const LINES = graphql(`
  query Lines($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      line
      events(first: $first, after: $after, order: seq) {
        nodes {
          line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

const MACHINE_LINES = graphql(`
  query MachineLines($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      machine(first: $first, after: $after) {
        nodes {
          line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/** Lines of files in a page: each has up to 256 KiB. */
const FILES_PAGE = 20

const FILE_LINES = graphql(`
  query FileLines($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      fileLines(first: $first, after: $after) {
        nodes {
          line
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

/** The lines of the wire that make up a run. @throws CliFailure if there is none */
const record = (connection: Connection, id: string): AsyncGenerator<string> =>
  recordText(
    async (after) => {
      const { run } = await graph(connection, LINES, { id, first: PAGE, after })
      if (!run) throw noSuchRun(id)
      return { line: run.line, page: run.events }
    },
    async (after) => {
      const { run } = await graph(connection, MACHINE_LINES, { id, first: PAGE, after })
      if (!run) throw noSuchRun(id)
      return { page: run.machine }
    },
    async (after) => {
      const { run } = await graph(connection, FILE_LINES, { id, first: FILES_PAGE, after })
      if (!run) throw noSuchRun(id)
      return { page: run.fileLines }
    },
  )

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
