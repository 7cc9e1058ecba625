import { toolOf } from '../../domain/analysis/time/tools.ts'
import type { AnswerFragment } from '../../gql/cli/graphql.ts'
import type { Explanation } from '../daemon/explanation.ts'
import { duration, percent, whole } from '../terminal/format.ts'
import { styled, type Line } from '../terminal/line.ts'
import { table } from '../terminal/table.ts'
import { titleOf } from '../terminal/title.ts'
import { wrap } from '../terminal/wrap.ts'

/** Advice and rows of the critical path, at most. */
const MOST_ADVICE = 5
const MOST_ROWS = 8

/** Why a run took as long as it did, for a person: verdict, advice, critical path. @param width columns of the terminal */
export const whyPage = (run: Explanation, width: number): Line[] => [
  ...verdictLines(run, width),
  ...adviceLines(run, width),
  ...pathLines(run.boundPath, width),
]

/** The verdict in as many lines as it needs. */
export const verdictLines = ({ verdict }: Pick<AnswerFragment, 'verdict'>, width: number): Line[] =>
  wrap(verdict.text, width).map((line) => [styled('bold', line)])

/** The advice that saves most, each behind a dash; none for a build that did not succeed. */
export function adviceLines({ advice, outcome }: AnswerFragment, width: number): Line[] {
  if (advice.length === 0 || outcome !== 'SUCCEEDED') return []
  const items = advice.slice(0, MOST_ADVICE).flatMap(({ text }) => wrap(`- ${text}`, width, '  '))
  return ['', [styled('bold', 'What would make it faster')], ...items]
}

type Path = Explanation['boundPath']

/** The critical path, summed up by tool: a build has hundreds of steps. */
function pathLines({ steps, complete }: Path, width: number): Line[] {
  const all = steps.reduce((sum, { from, to }) => sum + to - from, 0)
  const rows = byTool(steps).slice(0, MOST_ROWS)
  if (rows.length === 0 || all <= 0) return []
  const lines = table(
    [
      { heading: 'TIME', align: 'right' },
      { heading: 'SHARE', align: 'right' },
      { heading: 'BOUND BY', goes: 1 },
    ],
    'PROCESS',
    rows.map(({ time, kinds, processes, first }) => ({
      cells: [duration(time), percent(time / all), mostOf(kinds)],
      title: (room) =>
        !first
          ? '(no process recorded)'
          : processes.size > 1
            ? `${first.name} × ${whole(processes.size)}`
            : titleOf(first.name, first.commandLine, room),
    })),
    width,
  )
  const note = complete ? [] : wrap('An estimate: waits or files were not recorded.', width)
  return ['', [styled('bold', 'Critical path')], ...lines, ...note]
}

/** What the path spent in a tool, with its processes and what they were bound by. */
interface ToolOnPath {
  time: number
  readonly kinds: Map<string, number>
  readonly processes: Set<number>
  readonly first: Path['steps'][number]['process']
}

function byTool(steps: Path['steps']): ToolOnPath[] {
  const tools = new Map<string | null, ToolOnPath>()
  for (const { from, to, kind, process } of steps) {
    const tool = process && toolOf(process.name)
    const sum = tools.get(tool) ?? { time: 0, kinds: new Map(), processes: new Set(), first: process }
    sum.time += to - from
    sum.kinds.set(kind, (sum.kinds.get(kind) ?? 0) + to - from)
    if (process) sum.processes.add(process.row)
    tools.set(tool, sum)
  }
  return [...tools.values()].sort((a, b) => b.time - a.time)
}

const mostOf = (kinds: ReadonlyMap<string, number>): string =>
  [...kinds].reduce((most, each) => (each[1] > most[1] ? each : most))[0]
