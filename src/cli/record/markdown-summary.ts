import { outcomeOf } from '../../domain/analysis/outcome.ts'
import { visible } from '../../domain/analysis/visible.ts'
import { fit } from '../terminal/columns.ts'
import { counted, duration, percent } from '../terminal/format.ts'
import type { Summary } from './summary.ts'
import type { SummaryAnswer } from './summary-answer.ts'
import { titleOf } from '../terminal/title.ts'

/** Columns of a command line in the table. */
const TITLE = 120

/** The summary as Markdown, for a CI system's page of the job (GitHub's GITHUB_STEP_SUMMARY). */
export function markdownSummary(
  summary: Summary,
  commandLine: string,
  labels: Readonly<Record<string, string>>,
  answer?: SummaryAnswer,
): string {
  const { exit_code, signal, processes, parallelism, slowest, blind_spots, url } = summary
  const outcome = outcomeOf({ status: exit_code === 0 ? 'completed' : 'failed', exitCode: exit_code, signal })
  const how = outcome === 'interrupted' ? 'interrupted' : 'failed'
  const result = outcome === 'succeeded' ? 'passed' : `${how} (${signal ?? `exit code ${exit_code}`})`
  const facts = [
    `${counted(processes, 'process', 'processes')} in **${duration(summary.wall_ms)}**`,
    `${duration(summary.cpu_ms)} CPU`,
    `${parallelism} cores busy on average`,
  ]
  const lines = [
    `### ${code(fit(commandLine, TITLE))} ${result}`,
    '',
    ...(answer ? answerLines(answer) : []),
    `${facts.join(', ')}.${url ? ` [Timeline](<${url}>)` : ''}`,
    '',
    '| own time | share | process |',
    '| -------: | ----: | ------- |',
    ...slowest.map(
      ({ name, cmdline, own_ms, share }) =>
        `| ${duration(own_ms)} | ${percent(share)} | ${cell(titleOf(name, cmdline, TITLE))} |`,
    ),
    '',
    ...Object.entries(labels).map(([name, value]) => `- ${prose(name)}: ${code(value)}`),
    ...blind_spots.map((sentence) => `- Not recorded: ${prose(sentence)}`),
  ]
  return `${lines.join('\n').trimEnd()}\n\n`
}

/** The verdict in bold, then the advice as a list. */
const answerLines = ({ verdict, advice }: SummaryAnswer): string[] => [
  `**Why:** ${sentence(verdict)}`,
  '',
  ...advice.map((text) => `- ${sentence(text)}`),
  ...(advice.length > 0 ? [''] : []),
]

/** A sentence of the analysis: what stands between backticks in it was written by others, the rest by us. */
const sentence = (text: string): string =>
  text
    .split('`')
    .map((part, at) => (at % 2 ? code(part) : part))
    .join('')

/** Text with no character that means anything to Markdown or to GitHub: no `@name`, no `#1`, no address. */
const PROSE = /^(?!.*www\.)[A-Za-z0-9 ,.;:()'%-]*$/i

/** A sentence stays one if it is harmless; else it is shown as code. */
const prose = (text: string): string => (PROSE.test(text) ? text : code(text))

/**
 * Text as code. No character in it has a meaning in Markdown (CommonMark 6.1), and GitHub finds no names, issues or addresses
 * in it.
 */
function code(text: string): string {
  const shown = visible(text)
  if (shown.trim() === '') return ''
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  // A space at both ends belongs to the fence.
  return /^[ `]|[ `]$/.test(shown) ? `${fence} ${shown} ${fence}` : fence + shown + fence
}

/** The same in a table, where a bar ends the cell even in code (GFM 4.10). */
const cell = (text: string): string => code(text).replaceAll('|', String.raw`\|`)
