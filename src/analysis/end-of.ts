import type { Processes } from '../domain/analysis/processes.ts'

/** Where what has no end ends, in milliseconds since the start of a run: at `until`, or with the latest process. */
export function endOf(
  { count, start, end }: Pick<Processes, 'count' | 'start' | 'end'>,
  { until }: { readonly until: number },
): number {
  let latest = until
  for (let row = 0; row < count; row++)
    latest = Math.max(latest, end[row] === Infinity ? start[row]! : end[row]!)
  return latest
}
