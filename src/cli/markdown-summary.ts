import { counted, duration, fit, percent } from './format.ts'
import type { Summary } from './summary.ts'

/** Columns of a command line in the table. */
const TITLE = 120

/** The summary as Markdown, for a CI system's page of the job (GitHub's GITHUB_STEP_SUMMARY). */
export function markdownSummary(
  summary: Summary,
  commandLine: string,
  labels: Readonly<Record<string, string>>,
): string {
  const { exit_code, signal, processes, parallelism, slowest, blind_spots, url } = summary
  const result = exit_code === 0 ? 'passed' : `failed (${signal ?? `exit code ${exit_code}`})`
  const facts = [
    `${counted(processes, 'process', 'processes')} in **${duration(summary.wall_ms)}**`,
    `${duration(summary.cpu_ms)} CPU`,
    `${parallelism} cores busy on average`,
  ]
  const lines = [
    `### ${code(fit(commandLine, TITLE))} ${result}`,
    '',
    `${facts.join(', ')}.${url ? ` [Timeline](${url})` : ''}`,
    '',
    '| own time | share | process |',
    '| -------: | ----: | ------- |',
    ...slowest.map(
      ({ name, cmdline, own_ms, share }) =>
        `| ${duration(own_ms)} | ${percent(share)} | ${code(fit(`${name} ${cmdline.replace(/^\S+ ?/, '')}`.trim(), TITLE))} |`,
    ),
    '',
    ...Object.entries(labels).map(([name, value]) => `- ${name}: ${code(value)}`),
    ...blind_spots.map((sentence) => `- Not recorded: ${sentence.replaceAll('|', String.raw`\|`)}`),
  ]
  return `${lines.join('\n').trimEnd()}\n\n`
}

/** Text as code: no character of it means anything to Markdown, also within a table. */
function code(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = longest > 0 ? ' ' : ''
  return `${fence}${pad}${text.replaceAll('|', String.raw`\|`)}${pad}${fence}`
}
