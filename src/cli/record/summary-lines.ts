import { widthOf } from '../terminal/columns.ts'
import { counted, duration, percent } from '../terminal/format.ts'
import { styled, type Line } from '../terminal/line.ts'
import type { Summary } from './summary.ts'
import { argumentsOf } from '../terminal/title.ts'

/** The summary for a person, a few lines of at most `width` columns. */
export function summaryLines(summary: Summary, width: number): Line[] {
  const { processes, parallelism } = summary
  const count = counted(processes, 'process', 'processes')
  const cores = `${parallelism} ${parallelism === 1 ? 'core' : 'cores'} busy on average`
  const cpu = `, ${duration(summary.cpu_ms)} CPU, ${cores}`
  const wall = styled('cyan', duration(summary.wall_ms))
  const lines: Line[] = [[styled('bold', 'buildspy:'), ' ', styled('cyan', count), ' in ', wall, cpu]]
  for (const { name, cmdline, own_ms, share } of summary.slowest) {
    const figures = `${duration(own_ms).padStart(11)} ${percent(share).padStart(5)}`
    // The name replaces the program's path, which is often long.
    const rest = argumentsOf(cmdline, width - figures.length - widthOf(name) - 3)
    lines.push([`${figures}  `, styled('bold', name), ...(rest ? [' ', styled('dim', rest)] : [])])
  }
  if (summary.spooled > 0)
    lines.push(
      summary.refusal === null
        ? `  the daemon is down: ${summary.spooled} records wait in the spool until it is back`
        : `  the server refused ${summary.spooled} records, and they wait in the spool: ${summary.refusal}`,
    )
  if (summary.lost > 0) lines.push(`  ${summary.lost} records did not reach the daemon`)
  for (const sentence of summary.blind_spots) lines.push(['  ', styled('yellow', 'note:'), ` ${sentence}`])
  if (summary.url) lines.push(['  ', styled('underline', summary.url)])
  return lines
}
