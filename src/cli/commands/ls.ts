import { Command } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import type { RunFactsFragment, RunOutcome, RunsQuery } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from '../daemon/client.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import { withFiles } from '../daemon/with-runs.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT, reasonOf } from '../failure.ts'
import { counted } from '../terminal/format.ts'
import { countOption, labelOption, sinceOption, type WantedLabel } from '../options.ts'
import { printComplaint, printJson, printLines } from '../terminal/output.ts'
import { runList } from '../pages/run-list.ts'
import { widthOfStdout } from '../terminal/width.ts'

interface ListOptions extends ConnectionOptions {
  readonly search?: string
  readonly label?: readonly WantedLabel[]
  readonly failed?: boolean
  readonly interrupted?: boolean
  readonly since?: string
  readonly here?: boolean
  readonly limit: number
  readonly json?: boolean
}

const RUNS = graphql(`
  query Runs(
    $search: String
    $labels: [LabelFilter!]
    $outcome: [RunOutcome!]
    $since: DateTime
    $directory: String
    $first: Int!
    $after: String
  ) {
    runs(
      search: $search
      labels: $labels
      outcome: $outcome
      since: $since
      directory: $directory
      first: $first
      after: $after
    ) {
      nodes {
        ...RunFacts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`)

/** Runs in a page, as many as the daemon gives. */
const PAGE = 500
const MOST = 100_000

/** `buildspy ls`: the recorded runs. */
export function listCommand(environment: Environment): Command {
  return withConnection(new Command('ls'))
    .summary('list the recorded builds')
    .description('List the recorded builds, newest first, including running ones.')
    .argument('[files...]', 'record files to list the builds of, instead of those of the daemon')
    .option('-s, --search <text>', 'only builds with this text in the command line or directory')
    .option('-l, --label <key[=value]>', 'only builds with this label; may be repeated', labelOption)
    .option('--failed', 'only builds that failed; an interrupted build did not')
    .option('--interrupted', 'only builds that were interrupted: Ctrl-C, SIGTERM')
    .option(
      '--since <when>',
      'only builds that began since then: 12h, 2d, 1w ago, or 2026-11-24',
      sinceOption,
    )
    .option('--here', 'only builds in this directory or below it')
    .option('-n, --limit <count>', 'list at most this many', countOption(MOST), 20)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'buildspy ls',
        'buildspy ls --here --failed --since 2d',
        'buildspy ls artifacts/*.ndjson',
        'buildspy ls --label branch=main --search lua -n 5',
        "buildspy ls --json | jq -r '.[0].id'",
      ),
    )
    .action(async (files: readonly string[], options: ListOptions, command: Command) => {
      const { runs, more } =
        files.length > 0
          ? await withFiles(files, (source) => readRuns(source, options))
          : await readRuns(connectionOf(options, environment, command), options)
      if (options.json) printJson(runs, 2)
      else if (runs.length === 0)
        printLines([isNarrowed(options) ? 'No build matches.' : 'No build is recorded.'])
      else printLines(runList(runs, widthOfStdout(environment)))
      if (more && process.stdout.isTTY && !options.json)
        printComplaint([
          `The newest ${counted(runs.length, 'build', 'builds')}; -n ${options.limit * 5} shows more.`,
        ])
    })
}

const isNarrowed = ({ search, label, failed, interrupted, since, here }: ListOptions): boolean =>
  Boolean(search || label || failed || interrupted || since || here)

async function readRuns(
  source: GraphSource,
  { search, label, failed, interrupted, since, here, limit }: ListOptions,
): Promise<{ readonly runs: readonly RunFactsFragment[]; readonly more: boolean }> {
  const filter = {
    search,
    labels: label,
    outcome: outcomesOf(failed, interrupted),
    since,
    directory: here ? currentDirectory() : undefined,
  }
  const found: RunFactsFragment[] = []
  for (let after: string | null = null; ;) {
    const first = Math.min(limit - found.length, PAGE)
    const { runs }: RunsQuery = await graph(source, RUNS, { ...filter, first, after })
    found.push(...runs.nodes)
    const { hasNextPage } = runs.pageInfo
    if (!hasNextPage || found.length >= limit) return { runs: found, more: hasNextPage }
    after = runs.pageInfo.endCursor
  }
}

/** The outcomes that the options select; with both options, either. */
function outcomesOf(failed = false, interrupted = false): readonly RunOutcome[] | undefined {
  if (!failed && !interrupted) return undefined
  return [
    ...(failed ? (['FAILED', 'CRASHED'] as const) : []),
    ...(interrupted ? ['INTERRUPTED' as const] : []),
  ]
}

/** @throws CliFailure if it has been removed under us */
function currentDirectory(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new CliFailure(`cannot determine this directory: ${reasonOf(cause)}`, EXIT.failed, { cause })
  }
}
