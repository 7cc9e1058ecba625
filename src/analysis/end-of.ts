import type { Processes } from '../domain/analysis/processes.ts'

/**
 * The end of open processes, in milliseconds since the start of a run: `until`, or the end of the latest process if that is
 * later.
 */
export function endOf(
  { count, start, end }: Pick<Processes, 'count' | 'start' | 'end'>,
  { until }: { readonly until: number },
): number {
  let latest = until
  for (let row = 0; row < count; row++)
    latest = Math.max(latest, end[row] === Infinity ? start[row]! : end[row]!)
  return latest
}
