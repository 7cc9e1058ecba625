import type { LiveProcessFragment } from '../../gql/graphql.ts'

/** A process from an event, with times in milliseconds since the run's origin. */
export interface ProcessUpdate {
  readonly pid: number
  readonly ppid: number
  readonly name: string
  readonly commandLine: string
  readonly workingDir: string
  /** The signal that ended it, or the empty string. */
  readonly signal: string
  readonly start: number
  readonly end: number | null
  readonly status: number
  readonly exitCode: number | null
  readonly cpuTime: number | null
  readonly peakMemory: number
}

const STATUS = { running: 0, completed: 1, crashed: 2 } as const

/**
 * Milliseconds since 1970 with a fraction, for RFC 3339 with up to nine decimals; `Date` would cut at three.
 * Exact to about a quarter of a microsecond.
 */
export function toMilliseconds(time: string): number {
  const [, below = ''] = /\.\d{3}(\d+)/.exec(time) ?? []
  return Date.parse(time) + (below ? Number(`0.${below}`) : 0)
}

/** A process of the graph as an update of the rows, whose times count from `origin`. */
export function toUpdate(process: LiveProcessFragment, origin: number): ProcessUpdate {
  return {
    pid: process.pid,
    ppid: process.ppid,
    name: process.name,
    commandLine: process.commandLine,
    workingDir: process.workingDir ?? '',
    signal: process.signal ?? '',
    start: toMilliseconds(process.startTime) - origin,
    end: process.endTime ? toMilliseconds(process.endTime) - origin : null,
    status: STATUS[process.status],
    exitCode: process.exitCode ?? null,
    cpuTime: process.cpuTime ?? null,
    peakMemory: Number(process.peakMemory),
  }
}
