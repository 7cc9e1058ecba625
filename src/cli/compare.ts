import { Command } from 'commander'
import { byTool, compareTools, weigh, type ToolChange } from './analysis.ts'
import { connectionOf, examples, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { findRun, SHORT_ID } from './find-run.ts'
import { difference, duration, fit } from './format.ts'
import { statusOf } from './ls.ts'
import { printLines } from './output.ts'
import { painter, type Paint } from './paint.ts'
import { readRecording, type Recording } from './recording.ts'
import { table } from './table.ts'

interface CompareOptions extends ConnectionOptions {
  readonly json?: boolean
}

/** `buildspy compare`: what changed between two runs. */
export function compareCommand(environment: Environment): Command {
  return withConnection(new Command('compare'))
    .summary('compare two builds')
    .description('Compare two builds: wall time, CPU time, processes, and time by tool.')
    .argument('<a>', 'the run before: its id, the beginning of it, or last')
    .argument('<b>', 'the run after')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      examples('buildspy compare 01a2042c last', 'buildspy compare 01a2042c 01a20a17 --json'),
    )
    .action(async (a: string, b: string, options: CompareOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const [before, after] = [
        await readRecording(connection, await findRun(connection, a)),
        await readRecording(connection, await findRun(connection, b)),
      ]
      const tools = compareTools(toolsOf(before), toolsOf(after))
      const paint = painter(process.stdout, environment.noColor)
      printLines(
        options.json
          ? [JSON.stringify({ before: before.run, after: after.run, tools }, null, 2)]
          : comparison(before, after, tools, paint, process.stdout.columns || 120),
      )
    })
}

const toolsOf = ({ run, processes, origin }: Recording) =>
  byTool(weigh(processes, run.duration ?? Date.now() - origin))

/** The page for a person. */
export function comparison(
  before: Recording,
  after: Recording,
  tools: readonly ToolChange[],
  paint: Paint,
  width: number,
): string[] {
  const figure = (name: string, was: number | null, is: number | null, print: (value: number) => string) => [
    name,
    was === null ? '' : print(was),
    is === null ? '' : print(is),
    was === null || is === null ? '' : change(was, is),
  ]
  const rows = [
    ['result', statusOf(before.run), statusOf(after.run), ''],
    figure('wall time', before.run.duration, after.run.duration, duration),
    figure('CPU time', before.run.cpuTime, after.run.cpuTime, duration),
    figure('processes', before.run.processCount, after.run.processCount, String),
  ]
  const title = ({ run }: Recording): string => `${run.id.slice(0, SHORT_ID)}  ${run.commandLine}`
  return [
    `before  ${title(before)}`,
    `after   ${title(after)}`,
    '',
    ...table([{ heading: '' }, ...FIGURES], rows),
    '',
    paint('bold', 'Own time by tool'),
    ...table(
      [{ heading: 'TOOL' }, ...FIGURES, { heading: 'COUNT', align: 'right' }],
      tools.map(({ name, before: was, after: is, change: by }) => [
        name || '(unnamed)',
        was ? duration(was.ownTime) : '',
        is ? duration(is.ownTime) : '',
        difference(by),
        `${was?.count ?? 0} → ${is?.count ?? 0}`,
      ]),
    ),
  ].map((line) => fit(line, width))
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
