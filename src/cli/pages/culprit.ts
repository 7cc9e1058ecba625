import type { RecordedProcess } from '../daemon/recording.ts'

/**
 * The process by which a build failed: from the build itself down, at each step the child that failed last, since who
 * goes on after a failure (`test … || …`) did not fail by it. O(n).
 * @param processes by start time, so that a parent stands before its children
 * @returns undefined if none failed
 */
export function culpritOf<Process extends RecordedProcess>(
  processes: readonly Process[],
): Process | undefined {
  const lastFailed = new Map<number, number>()
  processes.forEach((process, row) => {
    if (!hasFailed(process)) return
    const known = lastFailed.get(process.parent)
    if (known === undefined || endOf(processes[known]!) <= endOf(process)) lastFailed.set(process.parent, row)
  })
  let culprit: number | undefined
  for (let row = lastFailed.get(ROOT); row !== undefined; row = lastFailed.get(row)) culprit = row
  return culprit === undefined ? undefined : processes[culprit]
}

/** The parent of those that have none. */
const ROOT = -1

const hasFailed = ({ exitCode, signal }: RecordedProcess): boolean => Boolean(exitCode || signal)
const endOf = ({ end }: RecordedProcess): number => end ?? Infinity
