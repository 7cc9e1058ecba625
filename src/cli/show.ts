import { Command } from 'commander'
import { largest } from '../domain/analysis/order.ts'
import { timeByTool, type ToolTime } from '../domain/analysis/tools.ts'
import { fit, titleOf } from './columns.ts'
import { connectionOf, examples, withConnection, type ConnectionOptions } from './connection-options.ts'
import type { Environment } from './environment.ts'
import { findRun } from './find-run.ts'
import { bytes, counted, duration, percent } from './format.ts'
import { styled, type Line } from './line.ts'
import { countOption, statusOf } from './ls.ts'
import { printJson, printLines } from './output.ts'
import { painter } from './paint.ts'
import { tree, type TreeLine } from './process-tree.ts'
import { readRecording, type Recording, type WeighedProcess } from './recording.ts'
import { table } from './table.ts'

interface ShowOptions extends ConnectionOptions {
  readonly tree?: boolean
  readonly slowest?: number | true
  readonly byTool?: boolean
  readonly json?: boolean
}

const SLOWEST = 10
const MOST = 100_000

/** `buildspy show`: what one run did. */
export function showCommand(environment: Environment): Command {
  return withConnection(new Command('show'))
    .summary('show where the time of one build went')
    .description('Show one build: its result, its tools, its slowest processes, or its tree of processes.')
    .argument('[id]', 'a run: its id, the beginning of it, or last', 'last')
    .option('--tree', 'the tree of processes; childless ones of one name in a row are one line')
    .option('--slowest [count]', `the processes with most time of their own (${SLOWEST})`, countOption(MOST))
    .option('--by-tool', 'time by tool')
    .option('--json', 'everything as JSON')
    .addHelpText(
      'after',
      examples('buildspy show last', 'buildspy show 01a2042c --tree', 'buildspy show last --slowest 30'),
    )
    .action(async (id: string, options: ShowOptions, command: Command) => {
      const connection = connectionOf(options, environment, command)
      const recording = await readRecording(connection, await findRun(connection, id))
      const paint = painter(process.stdout, environment.noColor)
      if (options.json) printJson(report(recording), 2)
      else printLines(describe(recording, options, process.stdout.columns || 120), paint)
    })
}

const toolsOf = ({ columns, own, until }: Recording): ToolTime[] => timeByTool(columns, own, until)

/** What `--json` prints. Times in milliseconds since the run's start. */
const report = (recording: Recording) => ({
  run: recording.run,
  tools: toolsOf(recording),
  processes: recording.processes,
})

/** The page for a person. Without a choice: tools and slowest. */
export function describe(recording: Recording, options: ShowOptions, width: number): Line[] {
  const { processes } = recording
  const all = !options.tree && !options.slowest && !options.byTool
  const lines = heading(recording, width)
  const section = (title: string, body: readonly string[]): void =>
    void lines.push('', [styled('bold', title)], ...body.map((line) => fit(line, width)))
  if (options.byTool || all) section('By tool', toolLines(toolsOf(recording)))
  if (options.slowest || all) {
    const count = typeof options.slowest === 'number' ? options.slowest : SLOWEST
    const rows = largest(processes.length, count, (row) => recording.own[row]!)
    const slowest = rows.map((row) => processes[row]!)
    section('Slowest, by time of their own', slowLines(slowest, recording, width))
  }
  if (options.tree) section('Tree', tree(processes).map(treeLine))
  return lines
}

function heading({ run }: Recording, width: number): Line[] {
  const { parallelism, capture } = run
  const wall = run.duration
  const cores = parallelism === null ? '' : `, ${parallelism.toFixed(2)} of ${run.cores ?? '?'} cores busy`
  const cpu = run.cpuTime === null ? '' : `, ${duration(run.cpuTime)} CPU${cores}`
  const peak = run.peakMemory === null ? '' : `, largest process ${bytes(Number(run.peakMemory))}`
  const overhead = capture?.overhead ? `, at ${duration(capture.overhead)} CPU` : ''
  return [
    [styled('bold', fit(run.commandLine, width))],
    `  ${run.id}, ${statusOf(run)}, ${new Date(run.startTime).toLocaleString('sv-SE')}`,
    `  ${counted(run.processCount, 'process', 'processes')} in ${wall === null ? 'progress' : duration(wall)}${cpu}${peak}`,
    `  in ${run.workingDir}${run.host ? ` on ${run.host}` : ''}`,
    ...(capture ? [`  recorded by ${capture.tracer}${overhead}`] : []),
    ...run.labels.map(({ name, value }) => `  ${name}: ${value}`),
    ...(capture?.samplesDropped ? [`  ${capture.samplesDropped} samples dropped for want of memory`] : []),
    ...(capture?.blindSpots ?? []).map((sentence) => ['  ', styled('yellow', 'note:'), ` ${sentence}`]),
  ]
}

function toolLines(tools: readonly ToolTime[]): string[] {
  const total = tools.reduce((sum, tool) => sum + tool.own, 0)
  return table(
    [
      { heading: 'OWN TIME', align: 'right' },
      { heading: 'SHARE', align: 'right' },
      { heading: 'CPU', align: 'right' },
      { heading: 'COUNT', align: 'right' },
      { heading: 'TOOL' },
    ],
    tools.map(({ tool, count, own, cpuTime }) => [
      duration(own),
      percent(total > 0 ? own / total : 0),
      duration(cpuTime),
      String(count),
      tool || '(unnamed)',
    ]),
  )
}

function slowLines(processes: readonly WeighedProcess[], { run }: Recording, width: number): string[] {
  return table(
    [
      { heading: 'OWN TIME', align: 'right' },
      { heading: 'SHARE', align: 'right' },
      { heading: 'CPU', align: 'right' },
      { heading: 'PEAK', align: 'right' },
      { heading: 'PROCESS' },
    ],
    processes.map(({ name, commandLine, ownTime, cpuTime, peakMemory }) => [
      duration(ownTime),
      run.duration ? percent(ownTime / run.duration) : '',
      cpuTime === null ? '' : duration(cpuTime),
      bytes(peakMemory),
      titleOf(name, commandLine, width),
    ]),
  )
}

function treeLine({ depth, process, count, duration: total }: TreeLine): string {
  const { name, commandLine, exitCode, signal } = process
  const failure = signal ? ` [${signal}]` : exitCode ? ` [exit ${exitCode}]` : ''
  const title = count > 1 ? `${name} × ${count}` : titleOf(name, commandLine, 1000)
  return `${duration(total).padStart(11)}  ${'  '.repeat(depth)}${title}${failure}`
}
