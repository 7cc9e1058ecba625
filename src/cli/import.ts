import { closeSync, openSync } from 'node:fs'
import { Command } from 'commander'
import { LineReader } from '../wire/spool.ts'
import { addressOf, rest, type Connection } from './client.ts'
import { connectionOf, examples, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { CliFailure, EXIT } from './failure.ts'
import { counted } from './format.ts'
import { printJson, printLines } from './output.ts'

interface ImportOptions extends ConnectionOptions {
  readonly json?: boolean
}

/** `buildspy import`: reads a record into the daemon. */
export function importCommand(environment: Environment): Command {
  return withConnection(new Command('import'))
    .summary('read a recorded build from a file')
    .description(
      'Read builds from a file that `buildspy export` or the spool wrote, or from stdin (-). ' +
        'What the daemon has already is not stored twice.',
    )
    .argument('<file>', 'NDJSON, or - for stdin')
    .option('--json', 'what came of it as JSON')
    .addHelpText(
      'after',
      examples('buildspy import build.ndjson', 'zcat build.ndjson.gz | buildspy import -'),
    )
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const report = await importFile(connection, file)
      if (options.json) printJson(report)
      else {
        printLines([
          `${counted(report.accepted, 'record', 'records')} of ${counted(report.runs.length, 'build', 'builds')} stored`,
          ...report.runs.map((id) => `  ${addressOf(connection, `runs/${id}`).href}`),
        ])
      }
      if (report.rejected.length === 0) return
      const [first] = report.rejected
      throw new CliFailure(
        `${counted(report.rejected.length, 'line was', 'lines were')} refused, the first of them line ${first!.line}: ${first!.error}`,
        EXIT.failed,
      )
    })
}

/** What came of an import; lines count from 1. */
interface ImportReport {
  readonly accepted: number
  readonly runs: readonly string[]
  readonly rejected: readonly Rejection[]
}

interface Rejection {
  readonly line: number
  readonly error: string
}

async function importFile(connection: Connection, file: string): Promise<ImportReport> {
  const runs = new Set<string>()
  const rejected: Rejection[] = []
  let accepted = 0
  let before = 0
  for (const lines of batches(file)) {
    for (const line of lines) {
      const id = runIdOf(line)
      if (id) runs.add(id)
    }
    const { body } = await rest(connection, 'POST', '/api/live/submit', {
      type: 'application/x-ndjson',
      text: lines.join('\n'),
    })
    const answer = body as { accepted: number; rejected: readonly Rejection[] }
    accepted += answer.accepted
    for (const { line, error } of answer.rejected) rejected.push({ line: line + before, error })
    before += lines.length
  }
  if (before === 0) throw new CliFailure(`${file} holds no record`, EXIT.failed)
  return { accepted, runs: [...runs], rejected }
}

const RUN_LINE = /^\{"type":"build_run","data":\{"id":"([0-9a-f-]{36})"/

const runIdOf = (line: string): string | undefined => RUN_LINE.exec(line)?.[1]

function* batches(file: string): Generator<readonly string[]> {
  let fd: number
  try {
    fd = file === '-' ? 0 : openSync(file, 'r')
  } catch (cause) {
    throw new CliFailure(`${file} cannot be read: ${(cause as Error).message}`, EXIT.failed, { cause })
  }
  try {
    const reader = new LineReader(fd, file === '-')
    for (let lines = reader.next(); lines; lines = reader.next()) yield lines
    if (reader.rest.trim() !== '') yield [reader.rest]
  } finally {
    if (fd !== 0) closeSync(fd)
  }
}
