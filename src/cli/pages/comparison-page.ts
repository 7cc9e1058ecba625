import type { RunFactsFragment } from '../../gql/cli/graphql.ts'
import type { Comparison } from '../daemon/comparison.ts'
import { formatChange } from '../../domain/analysis/words.ts'
import { fitLine } from '../terminal/columns.ts'
import { counted, difference, duration, localTime, whole } from '../terminal/format.ts'
import { styled, type Line } from '../terminal/line.ts'
import { commandOf, statusOf } from './run-list.ts'
import { table, type Row } from '../terminal/table.ts'
import { titleOf } from '../terminal/title.ts'
import { wrap } from '../terminal/wrap.ts'

type Change = Comparison['byTool' | 'changes'][number]

/** Two runs beside each other, for a person. @param width columns of the terminal */
export function comparisonPage(
  { base, head, sentences, byTool, changes, changed, totals, reruns }: Comparison,
  width: number,
): Line[] {
  const title = (run: RunFactsFragment): string =>
    `${run.shortId}  ${localTime(run.startTime)}  ${commandOf(run, width - run.shortId.length - 31)}`
  const tools = byTool.map((each) => rowOf(each, () => each.tool || '(unnamed)'))
  const processes = changes.map((each) => rowOf(each, (room) => titleOf(each.name, each.commandLine, room)))
  const largest = section('Largest changes', 'PROCESS', processes, width)
  const [first = '', ...rest] = sentences
  return [
    ...wrap(first, width).map((line): Line => [styled('bold', line)]),
    ...rest.flatMap((sentence) => wrap(`- ${sentence}`, width, '  ')),
    '',
    `before  ${title(base)}`,
    `after   ${title(head)}`,
    '',
    ...table(FIGURES, '', figuresOf(base, head), width),
    ...section('Own time by tool', 'TOOL', tools, width),
    ...largest.flatMap((line, at) => [line, ...differenceUnder(changes[at - HEADINGS])]),
    ...(changed === 0 ? [] : ['', totalLine(changed, totals)]),
    ...rerunLines(reruns, width),
  ].map((line) => fitLine(line, width))
}

/** Steps that are named, at most. */
const MOST_RERUNS = 5

/** Why steps ran again, where it is known. */
function rerunLines(reruns: Comparison['reruns'], width: number): Line[] {
  const known = reruns.filter(({ kind }) => kind !== 'unknown').slice(0, MOST_RERUNS)
  if (known.length === 0) return []
  return [
    '',
    [styled('bold', 'Why it ran again')],
    ...known.flatMap(({ text }) => wrap(`- ${text}`, width, '  ')),
  ]
}

/** Lines of a section before its rows. */
const HEADINGS = 3

/** The difference between the two commands, below their row. */
const differenceUnder = (change: Comparison['changes'][number] | undefined): Line[] =>
  change?.difference ? [[styled('dim', `    ${change.difference}`)]] : []

/** `12 changes: 5 slower +1.20 s, 7 gone −2.00 s`. */
const totalLine = (changed: number, totals: Comparison['totals']): string =>
  `${counted(changed, 'change', 'changes')}: ${totals
    .filter(({ count }) => count > 0)
    .map(({ kind, count, delta }) => `${whole(count)} ${kind} ${difference(delta)}`)
    .join(', ')}`

const FIGURES = [
  { heading: '' },
  { heading: 'BEFORE', align: 'right' },
  { heading: 'AFTER', align: 'right' },
  { heading: 'CHANGE', align: 'right' },
] as const

const CHANGES = [...FIGURES.slice(1), { heading: 'COUNT', align: 'right', goes: 1 }] as const

function figuresOf(base: RunFactsFragment, head: RunFactsFragment): Row[] {
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
  return was === 0 ? '' : formatChange(was, is)
}
