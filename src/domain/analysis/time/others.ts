import type { Processes } from '../processes.ts'
import type { MachineSample, Waits } from '../recorded.ts'
import { lastAtOrBefore, leafConcurrency } from './concurrency.ts'

/** What other programs took of the machine during a run. */
export interface Others {
  /** CPU time in milliseconds, that of the hypervisor included. */
  readonly time: number
  /** Cores that they had on average. */
  readonly cores: number
}

/** What of a sample of the machine tells of other programs. */
export type OthersSample = Pick<MachineSample, 'busy' | 'steal' | 'build' | 'interval'>

/** CPU time of other programs: what was busy or stolen, less the build's. Null if nobody sampled it. O(samples). */
export function othersOf(machine: readonly OthersSample[] | null | undefined): Others | null {
  if (!machine?.length) return null
  let time = 0
  let length = 0
  for (const { busy, steal, build, interval } of machine) {
    // The build's time comes in lumps when its processes end, so that single samples may be negative.
    time += busy + steal - build
    length += interval
  }
  time = Math.max(0, time)
  return { time, cores: length > 0 ? time / length : 0 }
}

/**
 * How long processes waited for a processor although the build had no more of them at work than there are processors:
 * other programs had the processors then. In milliseconds, summed over processes. O(n log n).
 */
export function starvedTime(processes: Processes, waits: Waits, until: number, cores: number): number {
  const { time, level } = leafConcurrency(processes, until)
  const integral = new Float64Array(time.length)
  for (let i = 1; i < time.length; i++)
    integral[i] = integral[i - 1]! + level[i - 1]! * (time[i]! - time[i - 1]!)
  const upTo = (at: number): number => {
    const i = lastAtOrBefore(time, at)
    return i < 0 ? 0 : integral[i]! + level[i]! * (at - time[i]!)
  }
  let starved = 0
  for (let row = 0; row < processes.count; row++) {
    const waited = waits.runQueue[row]!
    if (!(waited > 0)) continue
    const from = processes.start[row]!
    const to = Math.min(processes.end[row]!, until)
    if (to > from && (upTo(to) - upTo(from)) / (to - from) <= cores) starved += waited
  }
  return starved
}
