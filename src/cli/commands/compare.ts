import { Command } from 'commander'
import { graphql } from '../../gql/cli/gql.ts'
import type { WithEarlierFragment } from '../../gql/cli/graphql.ts'
import { graph, type Connection, type GraphSource } from '../daemon/client.ts'
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
import { printJson, printLines } from '../terminal/output.ts'
import { painter } from '../terminal/paint.ts'
import { widthOfStdout } from '../terminal/width.ts'

interface CompareOptions extends ConnectionOptions {
  readonly json?: boolean
}

const COMPARE = graphql(`
  query Compare($base: UUID!, $head: UUID!) {
    compare(base: $base, head: $head) {
      base {
        ...RunFacts
      }
      head {
        ...RunFacts
      }
      byTool {
        tool
        delta
        base {
          count
          own
        }
        head {
          count
          own
        }
      }
      changed
      totals {
        kind
        count
        delta
      }
      changes(first: 10) {
        kind
        name
        commandLine
        difference
        delta
        base {
          count
          own
        }
        head {
          count
          own
        }
      }
    }
  }
`)

/** `buildspy compare`: the differences between two runs. */
export function compareCommand(environment: Environment): Command {
  return withConnection(new Command('compare'))
    .summary('compare two builds')
    .description(
      'Compare two builds: wall time, CPU time, and the largest changes by tool and by process. ' +
        'With one id, compare it with the build before it of the same command in the same directory. ' +
        'Without ids, compare the last two such builds.',
    )
    .argument('[a]', A_RUN_OR_FILE)
    .argument('[b]', 'the run after it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      examples(
        'buildspy compare',
        'buildspy compare last~1 last',
        'buildspy compare base.ndjson head.ndjson',
        'buildspy compare 01a2042c 01a20a17 --json',
      ),
    )
    .action(
      async (a: string | undefined, b: string | undefined, options: CompareOptions, command: Command) => {
        const connect = () => connectionOf(options, environment, command)
        const { compare } = await withPair(connect, a, b, (source, pair) => graph(source, COMPARE, pair))
        if (options.json) return printJson(compare, 2)
        const paint = painter(process.stdout, options.color ?? environment.color)
        printLines(comparisonPage(compare, widthOfStdout(environment)), paint)
      },
    )
}

interface Pair {
  readonly base: string
  readonly head: string
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
