import { Command, Option } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import type { WithEarlierFragment } from '../../gql/cli/graphql.ts'
import { graph, type Connection, type GraphSource } from '../daemon/client.ts'
import { readComparison, type Pair } from '../daemon/comparison.ts'
import { gateJunit } from '../gate/gate-junit.ts'
import { gateMarkdown } from '../gate/gate-markdown.ts'
import { gateCauses, gatePage } from '../gate/gate-page.ts'
import { judgeByDirectory, judgePair, type Judgement } from '../gate/judge.ts'
import { withGate, type GateOptions } from '../gate/options.ts'
import { comparisonPage } from '../pages/comparison-page.ts'
import {
  connectionOf,
  examples,
  withConnection,
  type ConnectionOptions,
} from '../daemon/connection-options.ts'
import type { Environment } from '../environment.ts'
import { CliFailure, EXIT } from '../failure.ts'
import { A_RUN_OR_FILE, withRuns } from '../daemon/with-runs.ts'
import { printJson, printLines, printText } from '../terminal/output.ts'
import { painter } from '../terminal/paint.ts'
import { widthOfStdout } from '../terminal/width.ts'

const FORMATS = ['text', 'markdown', 'junit'] as const

interface CompareOptions extends ConnectionOptions, GateOptions {
  readonly format: (typeof FORMATS)[number]
  readonly json?: boolean
}

/** How much slower is called slower where the user does not say it. */
const LIMIT = 0.1

const CODES = `
With --fail-if-slower, 3 means that the build is slower, and 1 that a run or file is missing.`

/** `buildspy compare`: the differences between two runs. */
export function compareCommand(environment: Environment): Command {
  return withGate(withConnection(new Command('compare')))
    .summary('compare two builds')
    .description(
      'Compare two builds: wall time, CPU time, and the largest changes by tool and by process. ' +
        'With one id, compare it with the build before it of the same command in the same directory. ' +
        'Without ids, compare the last two such builds. ' +
        'With --baseline, compare one build with the records in a directory.',
    )
    .argument('[a]', A_RUN_OR_FILE)
    .argument('[b]', 'the run after it')
    .addOption(
      new Option(
        '--format <format>',
        'text; or what the gate says as markdown, or as junit, which CI systems show as tests',
      )
        .choices(FORMATS)
        .default('text'),
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'buildspy compare',
        'buildspy compare last~1 last',
        'buildspy compare base.ndjson head.ndjson',
        'buildspy compare 01a2042c 01a20a17 --json',
        'buildspy compare base.ndjson head.ndjson --fail-if-slower 10%',
        'buildspy compare head.ndjson --baseline artifacts --format markdown',
      ) + CODES,
    )
    .action(
      async (a: string | undefined, b: string | undefined, options: CompareOptions, command: Command) => {
        const connect = () => connectionOf(options, environment, command)
        const paint = painter(process.stdout, options.color ?? environment.color)
        const width = widthOfStdout(environment)
        if (!isGate(options)) {
          const comparison = await withPair(connect, a, b, readComparison)
          if (options.json) printJson(comparison, 2)
          else printLines(comparisonPage(comparison, width), paint)
          return
        }
        const judgement = await judge(connect, a, b, options)
        const { comparison, report, causes } = judgement
        if (options.json) printJson({ gate: report, causes, comparison }, 2)
        else if (options.format === 'markdown') printText(gateMarkdown(judgement))
        else if (options.format === 'junit') printText(gateJunit(judgement))
        else {
          const page = comparison ? [...comparisonPage(comparison, width), ''] : []
          printLines([...page, ...gatePage(judgement, width), ...gateCauses(judgement, width)], paint)
        }
        if (report.result === 'slower' && options.failIfSlower !== undefined) process.exitCode = EXIT.slower
      },
    )
}

const isGate = ({ failIfSlower, baseline, format }: CompareOptions): boolean =>
  failIfSlower !== undefined || baseline !== undefined || format !== 'text'

/** @throws CliFailure if a run is missing; never with the exit code that means slower */
async function judge(
  connect: () => Connection,
  a: string | undefined,
  b: string | undefined,
  { baseline, failIfSlower: limit = LIMIT }: CompareOptions,
): Promise<Judgement> {
  if (baseline !== undefined && b !== undefined)
    throw new CliFailure('give --baseline one build to compare, or two builds and no --baseline', EXIT.usage)
  try {
    return baseline === undefined
      ? await withPair(connect, a, b, (source, pair) => judgePair(source, pair, limit))
      : await judgeByDirectory(connect, a ?? 'last', baseline, limit)
  } catch (error) {
    if (!(error instanceof CliFailure) || error.exitCode !== EXIT.notFound) throw error
    throw new CliFailure(error.message, EXIT.failed, { cause: error, details: error.details })
  }
}

/** Gives the two runs that a user means to `use`, and who answers operations of the graph about them. */
function withPair<Result>(
  connect: () => Connection,
  a: string | undefined,
  b: string | undefined,
  use: (source: GraphSource, pair: Pair) => Promise<Result>,
): Promise<Result> {
  const texts = [a, b].filter((text) => text !== undefined)
  return withRuns(connect, texts, async (source, [first, second]) => {
    if (first === undefined) return use(source, await lastTwo(source))
    return second === undefined
      ? use(source, { base: await oneBefore(source, first, a!), head: first })
      : use(source, { base: first, head: second })
  })
}

/** A run with the earlier ones of the same command in the same directory, newest first. */
graphql(`
  fragment WithEarlier on Run {
    id
    history {
      runs {
        id
        outcome
      }
    }
  }
`)

const beforeIt = ({ history }: WithEarlierFragment): string | undefined =>
  history.runs.find(({ outcome }) => outcome === 'SUCCEEDED' || outcome === 'FAILED')?.id

/** Runs searched for one that has an earlier run of its kind, at most. */
const LOOKED_AT = 50

const LAST_TWO = graphql(`
  query LastTwo($first: Int!) {
    runs(first: $first, outcome: [SUCCEEDED, FAILED]) {
      nodes {
        ...WithEarlier
      }
    }
  }
`)

async function lastTwo(source: GraphSource): Promise<Pair> {
  const { runs } = await graph(source, LAST_TWO, { first: LOOKED_AT })
  for (const run of runs.nodes) {
    const base = beforeIt(run)
    if (base !== undefined) return { base, head: run.id }
  }
  throw new CliFailure(
    'no two builds of the same command in the same directory are recorded; name two: buildspy compare A B',
    EXIT.notFound,
  )
}

const ONE_BEFORE = graphql(`
  query OneBefore($id: UUID!) {
    run(id: $id) {
      ...WithEarlier
    }
  }
`)

async function oneBefore(source: GraphSource, id: string, text: string): Promise<string> {
  const { run } = await graph(source, ONE_BEFORE, { id })
  const before = run && beforeIt(run)
  if (before) return before
  throw new CliFailure(
    `no build of the same command in the same directory ended before '${text}'; name two: buildspy compare A B`,
    EXIT.notFound,
  )
}
