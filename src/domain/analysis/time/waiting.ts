import { durationOf } from '../processes.ts'
import type { RecordedRun } from '../recorded.ts'
import { waitedTimes } from './own-time.ts'

/** What was measured of a process, in milliseconds; NaN where it is not known. */
export interface Measured {
  /** From its begin to its end. */
  readonly wall: number
  readonly cpu: number
  readonly runQueue: number
  readonly disk: number
  /** How long it had a living child. */
  readonly childTime: number
}

/** How a process spent its wall time, in milliseconds. The kinds sum to it. */
export interface Waiting {
  readonly onCpu: number
  /** It could run, and no processor was free. */
  readonly runQueue: number
  readonly disk: number
  /** A child lived, and none of the above was the case. */
  readonly children: number
  /** The rest: it waited for something else, or what it waited for was not measured. */
  readonly other: number
}

/**
 * Divides the wall time of a process into kinds. Threads that ran or waited at the same time can use more than the wall time;
 * then what was measured shares it in proportion. What is not known counts as nothing, and so belongs to `other`.
 */
export function waitingOf({ wall, cpu, runQueue, disk, childTime }: Measured): Waiting {
  const measured = known(cpu) + known(runQueue) + known(disk)
  const share = measured > wall ? wall / measured : 1
  const rest = Math.max(wall - measured, 0)
  const children = Math.min(known(childTime), rest)
  return {
    onCpu: known(cpu) * share,
    runQueue: known(runQueue) * share,
    disk: known(disk) * share,
    children,
    other: rest - children,
  }
}

/** The sum over the processes of a run; null for a kind that was measured of none. */
export interface RunWaiting extends Pick<Waiting, 'children' | 'other'> {
  readonly onCpu: number | null
  readonly runQueue: number | null
  readonly disk: number | null
}

/** Sums how the processes of a run spent their time. A process without an end lives until that of the run. O(n). */
export function waitingOfRun({ processes, waits, wall }: RecordedRun): RunWaiting {
  const childTime = waitedTimes(processes, -Infinity, Infinity, wall)
  const sum = { onCpu: 0, runQueue: 0, disk: 0, children: 0, other: 0 }
  const seen = { cpu: false, runQueue: false, disk: false }
  for (let row = 0; row < processes.count; row++) {
    const measured = {
      wall: durationOf(processes, row, wall),
      cpu: processes.cpuTime[row]!,
      runQueue: waits?.runQueue[row] ?? NaN,
      disk: waits?.disk[row] ?? NaN,
      childTime: childTime[row]!,
    }
    const waiting = waitingOf(measured)
    for (const kind of KINDS) sum[kind] += waiting[kind]
    for (const kind of MEASURED) seen[kind] ||= !Number.isNaN(measured[kind])
  }
  return {
    ...sum,
    onCpu: seen.cpu ? sum.onCpu : null,
    runQueue: seen.runQueue ? sum.runQueue : null,
    disk: seen.disk ? sum.disk : null,
  }
}

const KINDS = ['onCpu', 'runQueue', 'disk', 'children', 'other'] as const
const MEASURED = ['cpu', 'runQueue', 'disk'] as const

const known = (value: number): number => (value > 0 ? value : 0)
