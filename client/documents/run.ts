import { graphql } from '../gql/index.ts'
import type { LiveProcessFragment, RunHeadFragment } from '../gql/graphql.ts'
import type { ProcessUpdate } from '../model/processes/process-rows.ts'

/** What the head of a run's page shows. */
export type RunHead = RunHeadFragment

graphql(`
  fragment RunHead on Run {
    ...RunRow
    command
    args
    lastSeenTime
    labels {
      name
      value
    }
    capture {
      tracer
      processes
      dropped
      blindSpots
    }
  }
`)

/** A run with all its processes as columns. */
export const RUN = graphql(`
  query Run($id: UUID!) {
    run(id: $id) {
      ...RunHead
      timeline
    }
  }
`)

/** A run without its processes. */
export const RUN_HEAD = graphql(`
  query RunHead($id: UUID!) {
    run(id: $id) {
      ...RunHead
    }
  }
`)

graphql(`
  fragment LiveProcess on Process {
    pid
    ppid
    name
    commandLine
    workingDir
    startTime
    endTime
    status
    exitCode
    signal
    cpuTime
    peakMemory
  }
`)

/** The processes that a run's events speak of, from a sequence on. */
export const RUN_EVENTS = graphql(`
  subscription RunEvents($id: UUID!, $after: Int!) {
    runEvents(runId: $id, after: $after) {
      seq
      events {
        type
        process {
          ...LiveProcess
        }
      }
      run {
        ...RunHead
      }
    }
  }
`)

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
