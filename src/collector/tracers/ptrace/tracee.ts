import { NO_DELAYS, sumOfDelays, type Delays } from '../../delays.ts'
import { SUMS, type Measures, type Sums } from '../measures.ts'
import { ChildUsage, type Usage } from './child-usage.ts'

/** A process of the build that has not been reaped yet. */
export interface Tracee {
  readonly pid: number
  readonly time: number
  ppid: number
  /** It is in the journal. */
  announced: boolean
  /** The parent's fork event was seen. */
  told: boolean
  /** It stops once more at its end. */
  stopsAtExit: boolean
  /** It has had further threads: one may execute while another forks. */
  hasThreads: boolean
  /** It runs untraced itself, so that its rusage alone is seen: the build's first process. */
  isUntraced: boolean
  /** A child of it runs untraced, so that what it adds to the rusage of this one is unknown. */
  hasLetGo: boolean
  /** The largest memory before its present image, bytes: what rusage shows beyond it is the image's own. */
  earlierMemory: number
  /** Bytes, read at its end; −1 if there was no need. */
  peakMemory: number
  /** What it used itself, read at its end if rusage does not tell it. */
  own: Partial<Sums> | undefined
  /** Of its threads that have ended. */
  delays: Delays
  readonly children: ChildUsage
}

/** How a process ended. */
export interface End {
  readonly time: number
  /** The status word of wait(2). */
  readonly status: number
  readonly usage: Usage
  /** Of the thread that has the id of the process. */
  readonly delays: Delays
}

/** A process that has just appeared. @param time nanoseconds on the shared clock */
export const newTracee = (pid: number, time: number): Tracee => ({
  pid,
  time,
  ppid: 0,
  announced: false,
  told: false,
  stopsAtExit: false,
  hasThreads: false,
  isUntraced: false,
  hasLetGo: false,
  earlierMemory: 0,
  peakMemory: -1,
  own: undefined,
  delays: NO_DELAYS,
  children: new ChildUsage(),
})

/** The largest memory of a process's last image, bytes; −1 if it is not known. */
function peakMemoryOf({ peakMemory, isUntraced, earlierMemory }: Tracee, { maxResident }: Usage): number {
  if (peakMemory >= 0) return peakMemory
  return isUntraced && maxResident <= earlierMemory ? -1 : maxResident
}

/**
 * Rusage cannot tell a program's peak memory from what the process had before its exec, so that where this
 * was more than so many bytes, a stop at the end is worth its price.
 */
export const SMALL_MEMORY = 4 * 1024 * 1024

/** How a process goes on from its exec. */
export type Onward = 'traced' | 'traced to its exit' | 'untraced'
const UNKNOWN_SUMS = Object.fromEntries(SUMS.map((sum) => [sum, null])) as Record<keyof Sums, null>

/** What was measured of a process alone, without its children. */
export function measuresAtEnd(process: Tracee, { usage, delays }: End): Measures {
  const { own, children } = process
  const sums = own ? { ...UNKNOWN_SUMS, ...own } : children.ownOf(usage)
  const { runQueueTime, diskTime } = sumOfDelays(process.delays, delays)
  return Object.assign(sums, { peakMemory: peakMemoryOf(process, usage), runQueueTime, diskTime })
}
