import { culpritOf } from '../../domain/analysis/culprit.ts'
import { largest } from '../../domain/analysis/order.ts'
import { timeByTool, type ToolTime } from '../../domain/analysis/time/tools.ts'
import type { AnswerFragment, RunFactsFragment } from '../../gql/cli/graphql.ts'
import { fit, widthOf } from '../terminal/columns.ts'
import { bytes, counted, duration, localTime, percent, whole } from '../terminal/format.ts'
import { styled, type Line } from '../terminal/line.ts'
import { waitingFacts } from './waiting-line.ts'
import { tree, type TreeLine } from './process-tree.ts'
import type { Recording, WeighedProcess } from '../daemon/recording.ts'
import { statusOf } from './run-list.ts'
import { table } from '../terminal/table.ts'
import { adviceLines, verdictLines } from './why-page.ts'
import { titleOf } from '../terminal/title.ts'

/** Which parts of the page are wanted. */
export interface Sections {
  readonly tree?: boolean
  /** So many processes. */
  readonly slowest?: number
  readonly byTool?: boolean
}

/** A run, for a person: its verdict and advice first. @param width columns of the terminal */
export function runPage(
  recording: Recording,
  answer: AnswerFragment,
  wanted: Sections,
  width: number,
): Line[] {
  const { processes } = recording
  const lines = heading(recording, answer, width)
  const section = (title: string, body: readonly string[]): void =>
    void lines.push('', [styled('bold', title)], ...body)
  if (wanted.byTool) section('By tool', toolLines(toolsOf(recording), width))
  if (wanted.slowest) {
    const rows = largest(processes.length, wanted.slowest, (row) => recording.own[row]!)
    const slowest = rows.map((row) => processes[row]!)
    section('Slowest by own time', slowLines(slowest, recording, width))
  }
  if (wanted.tree)
    section(
      'Tree',
      tree(processes).map((line) => treeLine(line, width)),
    )
  return lines
}

/** Its time by tool. */
export const toolsOf = ({ columns, own, until }: Recording): ToolTime[] => timeByTool(columns, own, until)

function heading(recording: Recording, answer: AnswerFragment, width: number): Line[] {
  const { run } = recording
  const { capture } = run
  const tracer = capture && [
    `recorded by ${capture.tracer}`,
    ...(capture.overhead ? [`at ${duration(capture.overhead)} CPU`] : []),
  ]
  return [
    [styled('bold', fit(run.commandLine, width))],
    ...verdictLines(answer, width),
    ...adviceLines(answer, width),
    '',
    ...(run.outcome === 'FAILED' ? culpritLines(recording, width) : []),
    ...flow([run.id, statusOf(run), localTime(run.startTime)], width),
    ...flow(figuresOf(run), width),
    ...flow(waitingFacts(recording.waiting), width),
    `  in ${run.workingDir}${run.host ? ` on ${run.host}` : ''}`,
    ...(tracer ? flow(tracer, width) : []),
    ...run.labels.map(({ name, value }) => `  ${name}: ${value}`),
    ...(capture?.samplesDropped
      ? [`  ${counted(capture.samplesDropped, 'sample', 'samples')} dropped to save memory`]
      : []),
    ...(capture?.blindSpots ?? []).map((sentence) => ['  ', styled('yellow', 'note:'), ` ${sentence}`]),
  ]
}

function figuresOf(run: RunFactsFragment): string[] {
  const { duration: wall, cpuTime, parallelism, cores, peakMemory } = run
  const count = counted(run.processCount, 'process', 'processes')
  return [
    `${count} in ${wall === null ? 'progress' : duration(wall)}`,
    ...(cpuTime === null ? [] : [`${duration(cpuTime)} CPU`]),
    ...(parallelism === null ? [] : [`${parallelism.toFixed(2)} of ${cores ?? '?'} cores busy`]),
    ...(peakMemory === null ? [] : [`largest process ${bytes(Number(peakMemory))}`]),
  ]
}

/** Facts with commas between them, in as many lines as they need. */
function flow(facts: readonly string[], width: number): string[] {
  const lines: string[] = []
  for (const fact of facts) {
    const last = lines.at(-1)
    const joined = last === undefined ? `  ${fact}` : `${last}, ${fact}`
    if (last === undefined || widthOf(joined) < width) lines.splice(-1, 1, joined)
    else lines.splice(-1, 1, `${last},`, `  ${fact}`)
  }
  return lines
}

/** The command that failed in full, which the verdict names in short. */
function culpritLines({ run, processes, columns }: Recording, width: number): Line[] {
  const culprit = processes[culpritOf(columns)]
  if (!culprit) return []
  const { name, commandLine, workingDir } = culprit
  const before = '  command: '
  const where = workingDir && workingDir !== run.workingDir ? [`    in ${workingDir}`] : []
  return [[styled('red', before), titleOf(name, commandLine, width - before.length)], ...where]
}

function toolLines(tools: readonly ToolTime[], width: number): string[] {
  const total = tools.reduce((sum, tool) => sum + tool.own, 0)
  return table(
    [
      { heading: 'OWN TIME', align: 'right' },
      { heading: 'SHARE', align: 'right' },
      { heading: 'CPU', align: 'right', goes: 1 },
      { heading: 'COUNT', align: 'right', goes: 2 },
    ],
    'TOOL',
    tools.map(({ tool, count, own, cpuTime }) => ({
      cells: [duration(own), percent(total > 0 ? own / total : 0), duration(cpuTime), whole(count)],
      title: () => tool || '(unnamed)',
    })),
    width,
  )
}

function slowLines(processes: readonly WeighedProcess[], { run }: Recording, width: number): string[] {
  return table(
    [
      { heading: 'OWN TIME', align: 'right' },
      { heading: 'SHARE', align: 'right', goes: 3 },
      { heading: 'CPU', align: 'right', goes: 2 },
      { heading: 'PEAK', align: 'right', goes: 1 },
    ],
    'PROCESS',
    processes.map(({ name, commandLine, ownTime, cpuTime, peakMemory }) => ({
      cells: [
        duration(ownTime),
        run.duration ? percent(ownTime / run.duration) : '',
        cpuTime === null ? '' : duration(cpuTime),
        peakMemory > 0 ? bytes(peakMemory) : '',
      ],
      title: (room) => titleOf(name, commandLine, room),
    })),
    width,
  )
}

function treeLine({ depth, process, count, duration: total }: TreeLine, width: number): string {
  const { name, commandLine, exitCode, signal } = process
  const failure = signal ? ` [${signal}]` : exitCode ? ` [exit ${exitCode}]` : ''
  const before = `${duration(total).padStart(11)}  ${'  '.repeat(depth)}`
  const title =
    count > 1
      ? `${name} × ${whole(count)}`
      : titleOf(name, commandLine, width - before.length - failure.length)
  return fit(`${before}${title}${failure}`, width)
}
