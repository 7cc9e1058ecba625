import { failed, type Processes } from './processes.ts'

/**
 * The process by which a build failed: from the build itself down, at each step the child that failed last. A process
 * that goes on after a failure (`test … || …`) did not fail by it. O(n).
 * @param processes by start time, so that a parent stands before its children
 * @returns its row; −1 if none failed
 */
export function culpritOf(processes: Processes): number {
  const lastFailed = new Map<number, number>()
  for (let row = 0; row < processes.count; row++) {
    if (!failed(processes, row)) continue
    const parent = processes.parent[row]!
    const known = lastFailed.get(parent)
    if (known === undefined || processes.end[known]! <= processes.end[row]!) lastFailed.set(parent, row)
  }
  let culprit = -1
  // A parent comes before its child. A record that breaks this must not lead into a circle.
  for (let row = lastFailed.get(-1); row !== undefined && row > culprit; row = lastFailed.get(row))
    culprit = row
  return culprit
}
