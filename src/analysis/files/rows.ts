import type { RunColumns } from '../columns.ts'
import { lowerBound } from './file-index.ts'

/**
 * Finds the row of a process. O(log n).
 * @param start in nanoseconds since the run's; null if it is not known
 * @returns −1 if it has none
 */
export function findRow(
  { pid, begun }: Pick<RunColumns, 'pid' | 'begun'>,
  wanted: number,
  start: number | null,
): number {
  const at = start ?? -Infinity
  // Rows are in the order of start and pid.
  const row = lowerBound(pid.length, (row) => (begun[row] === at ? pid[row]! < wanted : begun[row]! < at))
  return begun[row] === at && pid[row] === wanted ? row : -1
}
