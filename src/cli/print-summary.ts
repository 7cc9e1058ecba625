import type { Paint } from './paint.ts'
import type { Summary } from './summary.ts'

/** A duration as people read it: `38 ms`, `1.27 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5)
    return `${milliseconds < 9.95 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 59.995) return `${seconds.toFixed(2)} s`
  const whole = Math.round(seconds)
  const pad = (value: number): string => String(value).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  const minutes = Math.round(whole / 60)
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`
}

/** The summary for a person, a few lines of at most `width` columns. */
export function printSummary(summary: Summary, paint: Paint, width: number): string {
  const { processes, parallelism } = summary
  const count = `${processes} ${processes === 1 ? 'process' : 'processes'}`
  const cores = `${parallelism} ${parallelism === 1 ? 'core' : 'cores'} busy on average`
  const lines = [
    `${paint('bold', 'buildspy:')} ${paint('cyan', count)} in ${paint('cyan', duration(summary.wall_ms))}, ` +
      `${duration(summary.cpu_ms)} CPU, ${cores}`,
  ]
  for (const { name, cmdline, own_ms, share } of summary.slowest) {
    const figures = `${duration(own_ms).padStart(11)} ${`${Math.round(share * 100)}%`.padStart(5)}`
    // The name stands for the program's path, which is often long.
    const rest = fit(cmdline.replace(/^\S+ ?/, ''), width - figures.length - name.length - 3)
    lines.push(`${figures}  ${paint('bold', name)} ${paint('dim', rest)}`.trimEnd())
  }
  if (summary.spooled > 0)
    lines.push(`  the daemon is away: ${summary.spooled} records wait for it, and are stored when it starts`)
  if (summary.lost > 0) lines.push(`  ${summary.lost} records did not reach the daemon`)
  for (const sentence of summary.blind_spots) lines.push(`  ${paint('yellow', 'not recorded:')} ${sentence}`)
  if (summary.url) lines.push(`  ${paint('underline', summary.url)}`)
  return `${lines.join('\n')}\n`
}

/** One line of so many columns at most; control characters would garble the terminal. */
function fit(text: string, columns: number): string {
  const clean = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return clean.length <= columns ? clean : `${clean.slice(0, Math.max(columns - 1, 0))}…`
}
