import { fitLine } from './columns.ts'
import { difference, duration, localTime, whole } from './format.ts'
import { styled, type Line } from './line.ts'
import type { RunFacts } from './recording.ts'
import { commandOf, statusOf } from './run-list.ts'
import { table, type Row } from './table.ts'
import { titleOf } from './title.ts'

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

/** Two runs beside each other, for a person. @param width columns of the terminal */
export function comparisonPage({ base, head, byTool, changes }: Comparison, width: number): Line[] {
  const title = (run: RunFacts): string =>
    `${run.shortId}  ${localTime(run.startTime)}  ${commandOf(run, width - run.shortId.length - 31)}`
  const tools = byTool.map((each) => rowOf(each, () => each.tool || '(unnamed)'))
  const processes = changes.map((each) => rowOf(each, (room) => titleOf(each.name, each.commandLine, room)))
  return [
    `before  ${title(base)}`,
    `after   ${title(head)}`,
    '',
    ...table(FIGURES, '', figuresOf(base, head), width),
    ...section('Own time by tool', 'TOOL', tools, width),
    ...section('Largest changes', 'PROCESS', processes, width),
  ].map((line) => fitLine(line, width))
}

const FIGURES = [
  { heading: '' },
  { heading: 'BEFORE', align: 'right' },
  { heading: 'AFTER', align: 'right' },
  { heading: 'CHANGE', align: 'right' },
] as const

const CHANGES = [...FIGURES.slice(1), { heading: 'COUNT', align: 'right', goes: 1 }] as const

function figuresOf(base: RunFacts, head: RunFacts): Row[] {
  const figure = (name: string, was: number | null, is: number | null, print: (value: number) => string) => [
    name,
    was === null ? '' : print(was),
    is === null ? '' : print(is),
    was === null || is === null ? '' : change(was, is),
  ]
  return [
    ['result', statusOf(base), statusOf(head), ''],
    figure('wall time', base.duration, head.duration, duration),
    figure('CPU time', base.cpuTime, head.cpuTime, duration),
    figure('processes', base.processCount, head.processCount, whole),
  ].map((cells) => ({ cells, title: () => '' }))
}

const section = (heading: string, what: string, rows: readonly Row[], width: number): Line[] =>
  rows.length === 0 ? [] : ['', [styled('bold', heading)], ...table(CHANGES, what, rows, width)]

const rowOf = ({ base: was, head: is, delta }: Change, title: Row['title']): Row => ({
  cells: [
    was ? duration(was.own) : '',
    is ? duration(is.own) : '',
    difference(delta),
    `${whole(was?.count ?? 0)} → ${whole(is?.count ?? 0)}`,
  ],
  title,
})

function change(was: number, is: number): string {
  if (was === is) return '±0%'
  if (was === 0) return ''
  const share = ((is - was) / was) * 100
  return `${share < 0 ? '−' : '+'}${Math.abs(share).toFixed(1)}%`
}
