import { Command } from 'commander'
import { graph, type Connection } from './client.ts'
import { fitLine, titleOf } from './columns.ts'
import { connectionOf, examples, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { findRun, SHORT_ID } from './find-run.ts'
import { difference, duration } from './format.ts'
import { styled, type Line } from './line.ts'
import { statusOf } from './ls.ts'
import { printJson, printLines } from './output.ts'
import { painter } from './paint.ts'
import { RUN_FIELDS, type RunFacts } from './recording.ts'
import { table } from './table.ts'

interface CompareOptions extends ConnectionOptions {
  readonly json?: boolean
}

/** Processes of one kind in one of the runs; own time in milliseconds. */
interface Side {
  readonly count: number
  readonly own: number
}

/** What changed of one kind of processes; null where there are none. */
interface Change {
  readonly delta: number
  readonly base: Side | null
  readonly head: Side | null
}

/** `Query.compare` of the graph. */
export interface Comparison {
  readonly base: RunFacts
  readonly head: RunFacts
  readonly byTool: readonly (Change & { readonly tool: string })[]
  readonly changes: readonly (Change & { readonly name: string; readonly commandLine: string })[]
}

const COMPARE = `query Compare($base: UUID!, $head: UUID!) { compare(base: $base, head: $head) {
  base { ${RUN_FIELDS} } head { ${RUN_FIELDS} }
  byTool { tool delta base { count own } head { count own } }
  changes(first: 10) { name commandLine delta base { count own } head { count own } }
} }`

/** `buildspy compare`: what changed between two runs. */
export function compareCommand(environment: Environment): Command {
  return withConnection(new Command('compare'))
    .summary('compare two builds')
    .description('Compare two builds: wall time, CPU time, and what changed most, by tool and by process.')
    .argument('<a>', 'the run before: its id, the beginning of it, or last')
    .argument('<b>', 'the run after')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('buildspy compare 01a2042c last', 'buildspy compare 01a2042c 01a20a17 --json'),
    )
    .action(async (a: string, b: string, options: CompareOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const compared = await readComparison(connection, a, b)
      const paint = painter(process.stdout, environment.noColor)
      if (options.json) printJson(compared, 2)
      else printLines(comparison(compared, process.stdout.columns || 120), paint)
    })
}

async function readComparison(connection: Connection, a: string, b: string): Promise<Comparison> {
  const runs = { base: await findRun(connection, a), head: await findRun(connection, b) }
  return (await graph<{ compare: Comparison }>(connection, COMPARE, runs)).compare
}

/** The page for a person. */
export function comparison(compared: Comparison, width: number): Line[] {
  const { base, head, byTool, changes } = compared
  const figure = (name: string, was: number | null, is: number | null, print: (value: number) => string) => [
    name,
    was === null ? '' : print(was),
    is === null ? '' : print(is),
    was === null || is === null ? '' : change(was, is),
  ]
  const rows = [
    ['result', statusOf(base), statusOf(head), ''],
    figure('wall time', base.duration, head.duration, duration),
    figure('CPU time', base.cpuTime, head.cpuTime, duration),
    figure('processes', base.processCount, head.processCount, String),
  ]
  const title = ({ id, commandLine }: RunFacts): string => `${id.slice(0, SHORT_ID)}  ${commandLine}`
  const section = (
    heading: string,
    what: string,
    found: readonly Change[],
    nameOf: (row: number) => string,
  ): Line[] =>
    found.length === 0
      ? []
      : [
          '',
          [styled('bold', heading)],
          ...table(
            [...FIGURES, { heading: 'COUNT', align: 'right' }, { heading: what }],
            found.map(({ base: was, head: is, delta }, row) => [
              was ? duration(was.own) : '',
              is ? duration(is.own) : '',
              difference(delta),
              `${was?.count ?? 0} → ${is?.count ?? 0}`,
              nameOf(row),
            ]),
          ),
        ]
  return [
    `before  ${title(base)}`,
    `after   ${title(head)}`,
    '',
    ...table([{ heading: '' }, ...FIGURES], rows),
    ...section('Own time by tool', 'TOOL', byTool, (row) => byTool[row]!.tool || '(unnamed)'),
    ...section('What changed most', 'PROCESS', changes, (row) =>
      titleOf(changes[row]!.name, changes[row]!.commandLine, width),
    ),
  ].map((line) => fitLine(line, width))
}

const FIGURES = [
  { heading: 'BEFORE', align: 'right' },
  { heading: 'AFTER', align: 'right' },
  { heading: 'CHANGE', align: 'right' },
] as const

function change(was: number, is: number): string {
  if (was === 0) return is === 0 ? '±0%' : ''
  const share = ((is - was) / was) * 100
  return `${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(1)}%`
}
