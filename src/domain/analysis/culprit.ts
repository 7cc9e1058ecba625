import { runsJobs } from './path/job-servers.ts'
import { failed, textOf, type Processes } from './processes.ts'
import { toolOf } from './time/tools.ts'

/**
 * The process by which a build failed: from the build itself down, at each step one child that failed. Below a program that runs
 * jobs side by side it is the first, because others fail while that program waits for them. Below any other it is the last,
 * because a script goes on after a failure (`test … || …`). A forked copy of its parent in which nothing failed only passes a
 * failure on, so any other child comes before it. O(n).
 * @param processes by start time, so that a parent stands before its children
 * @returns its row; −1 if none failed
 */
export function culpritOf(processes: Processes): number {
  const { count, parent, end, commandLine, name } = processes
  const hasFailedChild = new Uint8Array(count)
  for (let row = 0; row < count; row++)
    if (parent[row]! >= 0 && failed(processes, row)) hasFailedChild[parent[row]!] = 1
  const isPassedOn = (row: number) =>
    parent[row]! >= 0 && commandLine[row] === commandLine[parent[row]!] && !hasFailedChild[row]

  const chosen = new Map<number, number>()
  for (let row = 0; row < count; row++) {
    if (!failed(processes, row)) continue
    const above = parent[row]!
    const known = chosen.get(above)
    if (known === undefined) chosen.set(above, row)
    else if (isPassedOn(row) !== isPassedOn(known)) chosen.set(above, isPassedOn(row) ? known : row)
    else {
      const isFirst = above >= 0 && runsJobs(toolOf(textOf(processes, name, above)))
      if (isFirst ? end[row]! < end[known]! : end[row]! >= end[known]!) chosen.set(above, row)
    }
  }
  let culprit = -1
  // A parent comes before its child. A record that breaks this must not lead into a circle.
  for (let row = chosen.get(-1); row !== undefined && row > culprit; row = chosen.get(row)) culprit = row
  return culprit
}
