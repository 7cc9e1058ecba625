import { outcomeOf } from '../outcome.ts'
import { failed, textOf, type Processes } from '../processes.ts'
import type { RunFacts } from '../time/measured.ts'
import { named } from '../words.ts'
import type { Finding } from './finding.ts'

const MOST_NAMED = 20

/** The failures. The first process that failed is nearest to the cause, because its parents fail after it. O(n log n). */
export function failures(processes: Processes, facts: RunFacts): Finding | undefined {
  const rows: number[] = []
  for (let row = 0; row < processes.count; row++) if (failed(processes, row)) rows.push(row)
  if (rows.length === 0) return undefined
  rows.sort((a, b) => processes.end[a]! - processes.end[b]!)
  const [first] = rows
  const rest = rows.length === 1 ? '' : `, the first of ${rows.length} that failed`
  const how = textOf(processes, processes.signal, first!) || `exit code ${processes.exitCode[first!]}`
  const outcome = outcomeOf(facts)
  const fatal = outcome === 'failed' || outcome === 'crashed'
  const ending = fatal
    ? ''
    : outcome === 'interrupted'
      ? '; the build was interrupted'
      : '; the build went on'
  return {
    kind: 'failed',
    level: fatal ? 'bad' : 'note',
    text: `${named(processes, first!)} ended with ${how}${rest}${ending}.`,
    share: fatal ? 1 : 0,
    rows: rows.slice(0, MOST_NAMED),
  }
}
