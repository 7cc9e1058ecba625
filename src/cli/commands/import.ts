import { Command } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import { addressOf, graph, post, type Connection } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { counted, whole } from '../terminal/format.ts'
import { printJson, printLines } from '../terminal/output.ts'
import { recordLines, type RecordLine } from '../daemon/record-lines.ts'

interface ImportOptions extends ConnectionOptions {
  readonly json?: boolean
}

/** `buildspy import`: reads a record into the daemon. */
export function importCommand(environment: Environment): Command {
  return withConnection(new Command('import'))
    .summary('read a recorded build from a file')
    .description(
      'Read builds from a file of `buildspy export`, from a spool file, or from stdin (-), gzipped or not. ' +
        'The daemon stores nothing twice.',
    )
    .argument('<file>', 'NDJSON, or - for stdin')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      examples(
        'buildspy import build.ndjson',
        'buildspy import build.ndjson.gz',
        'ssh ci-host buildspy export last | buildspy import -',
      ),
    )
    .action(async (file: string, options: ImportOptions, command: Command) => {
      const { report, failure } = await importFile(connectionOf(options, environment, command), file)
      if (options.json) printJson(report)
      else if (report.accepted > 0) printLines(summaryOf(report))
      if (failure) throw failure
    })
}

/** The result of an import. */
interface ImportReport {
  /** Records that the daemon took, those that it had included. */
  readonly accepted: number
  readonly runs: readonly ImportedRun[]
  readonly rejected: readonly Rejection[]
}

/** A run of the file, as the daemon has it now, and how much of that is new. */
interface ImportedRun {
  readonly id: string
  readonly url: string
  readonly processes: number
  readonly newProcesses: number
  readonly events: number
  readonly newEvents: number
}

/** A line that the daemon refused; lines count from 1. */
interface Rejection {
  readonly line: number
  readonly error: string
}

function summaryOf({ runs }: ImportReport): string[] {
  const sum = (name: 'processes' | 'newProcesses' | 'events' | 'newEvents') =>
    whole(runs.reduce((total, run) => total + run[name], 0))
  const known = ({ newProcesses, newEvents }: ImportedRun) =>
    runs.length > 1 && newProcesses + newEvents === 0 ? '  known already' : ''
  return [
    `${counted(runs.length, 'build', 'builds')}: ${sum('newProcesses')} of ${sum('processes')} processes new, ` +
      `${sum('newEvents')} of ${sum('events')} events`,
    ...runs.map((run) => `  ${run.url}${known(run)}`),
  ]
}

/** With so many lines refused, a file is something else. */
const MOST_REFUSED = 1000

/** @returns the number of stored lines, and the reason why some are not */
async function importFile(
  connection: Connection,
  file: string,
): Promise<{ readonly report: ImportReport; readonly failure?: CliFailure }> {
  const before = new Map<string, Held>()
  const rejected: Rejection[] = []
  let accepted = 0
  let failure: CliFailure | undefined
  try {
    for await (const lines of recordLines(file)) {
      for (const id of runIdsIn(lines))
        if (!before.has(id)) before.set(id, (await heldOf(connection, id)) ?? NOTHING)
      const answer = await submit(connection, lines)
      accepted += answer.accepted
      rejected.push(...answer.rejected)
      if (rejected.length > MOST_REFUSED) break
    }
  } catch (error) {
    if (!(error instanceof CliFailure) || accepted === 0) throw error
    failure = error
  }
  if (accepted + rejected.length === 0)
    throw new CliFailure(`${file === '-' ? 'stdin' : file} contains no record`, EXIT.failed)
  if (rejected.length > 0) failure ??= refusal(rejected)
  const runs: ImportedRun[] = []
  // A daemon that has just failed gets no more requests.
  for (const [id, { processes, events }] of failure?.exitCode === EXIT.noDaemon ? [] : before) {
    const now = await heldOf(connection, id)
    if (!now) continue
    const fresh = { newProcesses: now.processes - processes, newEvents: now.events - events }
    runs.push({ id, url: addressOf(connection, `runs/${id}`).href, ...now, ...fresh })
  }
  return { report: { accepted, runs, rejected }, ...(failure && { failure }) }
}

function refusal(rejected: readonly Rejection[]): CliFailure {
  const [first] = rejected
  const stopped = rejected.length > MOST_REFUSED ? '; the rest was not read' : ''
  return new CliFailure(
    `${counted(rejected.length, 'line was', 'lines were')} refused, the first of them line ${first!.line}: ${first!.error}${stopped}`,
    EXIT.failed,
  )
}

async function submit(connection: Connection, lines: readonly RecordLine[]) {
  const text = lines.map((line) => line.text).join('\n')
  const answer = await post(connection, '/api/live/submit', { type: 'application/x-ndjson', text })
  const { accepted = 0, rejected = [] } = answer as Partial<ImportReport>
  // The daemon counts the lines that it was sent.
  return { accepted, rejected: rejected.map(({ line, error }) => ({ line: lines[line - 1]!.number, error })) }
}

const OF_A_RUN = /"build_run_id":\s*"([0-9a-f-]{36})"/i

function runIdsIn(lines: readonly RecordLine[]): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const { text } of lines) {
    const id = OF_A_RUN.exec(text)?.[1] ?? (text.includes('"build_run"') ? idOf(text) : undefined)
    if (id) ids.add(id.toLowerCase())
  }
  return ids
}

/** The id of a `build_run`; nothing of a line that the daemon will refuse. */
function idOf(line: string): string | undefined {
  try {
    const { data } = JSON.parse(line) as { data?: { id?: unknown } }
    return typeof data?.id === 'string' && /^[0-9a-f-]{36}$/i.test(data.id) ? data.id : undefined
  } catch {
    return undefined
  }
}

/** The daemon's present record of a run. */
interface Held {
  readonly processes: number
  readonly events: number
}

const NOTHING: Held = { processes: 0, events: 0 }

const HELD = graphql(`
  query Held($id: UUID!) {
    run(id: $id) {
      seq
      processes(first: 0) {
        totalCount
      }
    }
  }
`)

async function heldOf(connection: Connection, id: string): Promise<Held | undefined> {
  const { run } = await graph(connection, HELD, { id })
  return run ? { processes: run.processes.totalCount, events: run.seq } : undefined
}
