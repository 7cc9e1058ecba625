import { counted, duration, fit, percent } from './format.ts'
import type { Paint } from './paint.ts'
import type { Summary } from './summary.ts'

/** The summary for a person, a few lines of at most `width` columns. */
export function printSummary(summary: Summary, paint: Paint, width: number): string {
  const { processes, parallelism } = summary
  const count = counted(processes, 'process', 'processes')
  const cores = `${parallelism} ${parallelism === 1 ? 'core' : 'cores'} busy on average`
  const lines = [
    `${paint('bold', 'buildspy:')} ${paint('cyan', count)} in ${paint('cyan', duration(summary.wall_ms))}, ` +
      `${duration(summary.cpu_ms)} CPU, ${cores}`,
  ]
  for (const { name, cmdline, own_ms, share } of summary.slowest) {
    const figures = `${duration(own_ms).padStart(11)} ${percent(share).padStart(5)}`
    // The name stands for the program's path, which is often long.
    const rest = fit(cmdline.replace(/^\S+ ?/, ''), width - figures.length - name.length - 3)
    lines.push(`${figures}  ${paint('bold', name)} ${paint('dim', rest)}`.trimEnd())
  }
  if (summary.spooled > 0)
    lines.push(`  the daemon is away: ${summary.spooled} records wait for it, and are stored when it starts`)
  if (summary.lost > 0) lines.push(`  ${summary.lost} records did not reach the daemon`)
  for (const sentence of summary.blind_spots) lines.push(`  ${paint('yellow', 'note:')} ${sentence}`)
  if (summary.url) lines.push(`  ${paint('underline', summary.url)}`)
  return `${lines.join('\n')}\n`
}
