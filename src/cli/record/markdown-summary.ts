import { outcomeOf } from '../../domain/analysis/outcome.ts'
import { fit } from '../terminal/columns.ts'
import { counted, duration, percent } from '../terminal/format.ts'
import { cell, code, prose } from '../terminal/markdown.ts'
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
