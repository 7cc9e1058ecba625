import type { Steps } from './concurrency.ts'
import { rowsWithLength } from '../order.ts'
import { durationOf, type Processes } from '../processes.ts'

/**
 * CPU over time, in cores: the CPU time of each process spread evenly over its life, since no more than its sum is
 * known. The integral is the CPU time of all processes that have a length. O(n log n).
 */
export const cpuOverTime = (processes: Processes, until: number): Steps<Float64Array> =>
  sumOverTime(processes, until, (row) => (processes.cpuTime[row]! || 0) / durationOf(processes, row, until))

/**
 * Memory over time, in bytes: the sum of the peaks of the living. An upper estimate: processes reach their peaks at
 * different moments, and share pages. O(n log n).
 */
export const memoryOverTime = (processes: Processes, until: number): Steps<Float64Array> =>
  sumOverTime(processes, until, (row) => processes.peakMemory[row]!)

/** The largest level of a step function; 0 for an empty one. */
export function peakOf({ level }: Steps<ArrayLike<number>>): number {
  let most = 0
  for (let i = 0; i < level.length; i++) if (level[i]! > most) most = level[i]!
  return most
}

function sumOverTime(
  processes: Processes,
  until: number,
  amountOf: (row: number) => number,
): Steps<Float64Array> {
  const { start, end } = processes
  const starts = rowsWithLength(processes, start)
  const ends = rowsWithLength(processes, end)
  const time = new Float64Array(starts.length * 2 + 1)
  const level = new Float64Array(starts.length * 2 + 1)
  let steps = 0
  let sum = 0
  let living = 0
  const step = (at: number): void => {
    if (steps > 0 && time[steps - 1] === at) steps--
    time[steps] = at
    level[steps++] = sum
  }
  let s = 0
  let e = 0
  while (s < starts.length || e < ends.length) {
    const nextStart = s < starts.length ? start[starts[s]!]! : Infinity
    const nextEnd = e < ends.length ? Math.min(end[ends[e]!]!, until) : Infinity
    const at = Math.min(nextStart, nextEnd)
    if (at >= until) break
    if (nextEnd <= nextStart) {
      // The rest from rounding ends with the last living process.
      sum = --living === 0 ? 0 : Math.max(0, sum - amountOf(ends[e]!))
      e++
    } else {
      living++
      sum += amountOf(starts[s++]!)
    }
    step(at)
  }
  sum = 0
  if (living > 0) step(until)
  return { time: time.slice(0, steps), level: level.slice(0, steps) }
}
