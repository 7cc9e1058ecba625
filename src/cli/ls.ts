import { Command, InvalidArgumentError } from 'commander'
import { graph } from './client.ts'
import { connectionOf, examples, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { SHORT_ID } from './find-run.ts'
import { fit } from './columns.ts'
import { duration } from './format.ts'
import { RUN_FIELDS, type RunFacts } from './recording.ts'
import { printJson, printLines } from './output.ts'
import { table } from './table.ts'

interface ListOptions extends ConnectionOptions {
  readonly search?: string
  readonly limit: number
  readonly json?: boolean
}

const RUNS = `query Runs($search: String, $first: Int!) {
  runs(search: $search, first: $first) { nodes { ${RUN_FIELDS} } }
}`

/** Most runs in one answer of the daemon. */
const MOST = 500

/** A count from 1 to so many, as an option gives it. @throws InvalidArgumentError */
export const countOption =
  (most: number) =>
  (text: string): number => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
    if (count >= 1 && count <= most) return count
    throw new InvalidArgumentError(`It must be 1 to ${most}.`)
  }

/** `buildspy ls`: the recorded runs. */
export function listCommand(environment: Environment): Command {
  return withConnection(new Command('ls'))
    .summary('list the recorded builds')
    .description('List the recorded builds, newest first, with those that run now.')
    .option('-s, --search <text>', 'only those with this text in command line or directory')
    .option('-n, --limit <count>', 'at most so many', countOption(MOST), 20)
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('buildspy ls', 'buildspy ls --search lua -n 5', 'buildspy ls --json | jq .[0].id'),
    )
    .action(async (options: ListOptions, command: Command) => {
      const { runs } = await graph<{ runs: { nodes: readonly RunFacts[] } }>(
        connectionOf(options, environment, command),
        RUNS,
        { search: options.search, first: options.limit },
      )
      if (options.json) printJson(runs.nodes, 2)
      else
        printLines(
          runs.nodes.length > 0
            ? listing(runs.nodes, process.stdout.columns || 120)
            : ['No build is recorded.'],
        )
    })
}

/** The table of runs. @param width columns of the terminal */
export function listing(runs: readonly RunFacts[], width: number): string[] {
  const lines = table(
    [
      { heading: 'ID' },
      { heading: 'STARTED' },
      { heading: 'STATUS' },
      { heading: 'DURATION', align: 'right' },
      { heading: 'CPU', align: 'right' },
      { heading: 'PROCESSES', align: 'right' },
      { heading: 'COMMAND' },
    ],
    runs.map((run) => [
      run.id.slice(0, SHORT_ID),
      new Date(run.startTime).toLocaleString('sv-SE'),
      run.pinned ? `${statusOf(run)}, pinned` : statusOf(run),
      run.duration === null ? '' : duration(run.duration),
      run.cpuTime === null ? '' : duration(run.cpuTime),
      String(run.processCount),
      run.commandLine,
    ]),
  )
  return lines.map((line) => fit(line, width))
}

/** `ok`, `failed (2)`, `running`. */
export function statusOf({ status, exitCode }: Pick<RunFacts, 'status' | 'exitCode'>): string {
  if (status.startsWith('running')) return 'running'
  if (status === 'completed') return 'ok'
  return exitCode === -1 ? 'lost' : `failed (${exitCode ?? '?'})`
}
