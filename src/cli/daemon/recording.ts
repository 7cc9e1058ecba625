import { ownTimes } from '../../domain/analysis/time/own-time.ts'
import { decode, durationOf, type DecodedColumns } from '../../domain/analysis/processes.ts'
import type { TimelineColumns } from '../../domain/analysis/timeline.ts'
import { graphql } from '../../gql/cli/gql.ts'
import type { RecordingQuery, RunFactsFragment } from '../../gql/cli/graphql.ts'
import { graph, type GraphSource } from './client.ts'
import { noSuchRun } from './find-run.ts'

/** A process of a run; times in milliseconds since the run's start. */
export interface RecordedProcess {
  readonly pid: number
  /** Place of its parent in the list, or −1. */
  readonly parent: number
  readonly name: string
  readonly commandLine: string
  readonly workingDir: string
  readonly start: number
  /** Null while it runs. */
  readonly end: number | null
  readonly cpuTime: number | null
  readonly peakMemory: number
  readonly exitCode: number | null
  readonly signal: string
}

/** A process with its own time: the milliseconds in which no child of its own was alive. */
export interface WeighedProcess extends RecordedProcess {
  readonly duration: number
  readonly ownTime: number
}

/** What the processes of a run waited for, milliseconds summed over all of them. */
export type RunWaiting = NonNullable<RecordingQuery['run']>['analysis']['waiting']

/** A run with its processes, by start time. */
export interface Recording {
  readonly run: RunFactsFragment
  readonly waiting: RunWaiting
  readonly processes: readonly WeighedProcess[]
  /** The same processes as columns, and the own time of each, for the analysis. */
  readonly columns: DecodedColumns
  readonly own: Float64Array
  /** The end of the record, milliseconds since the run's start. */
  readonly until: number
  /** The run's start, milliseconds since 1970. */
  readonly origin: number
  /** Sequence up to which this is true: the cursor of `runEvents`. */
  readonly seq: number
}

/** A run as the commands show it. */
graphql(`
  fragment RunFacts on Run {
    id
    shortId
    commandLine
    workingDir
    status
    outcome
    startTime
    duration
    exitCode
    processCount
    cpuTime
    peakMemory
    pinned
    host
    cores
    parallelism
    labels {
      name
      value
    }
    capture {
      tracer
      blindSpots
      samplesDropped
      overhead
    }
  }
`)

const RECORDING = graphql(`
  query Recording($id: UUID!) {
    run(id: $id) {
      ...RunFacts
      timeline
      analysis {
        waiting {
          onCpu
          runQueue
          disk
          children
          other
        }
      }
    }
  }
`)

/** Reads a whole run. @throws CliFailure if there is none */
export async function readRecording(source: GraphSource, id: string): Promise<Recording> {
  const { run } = await graph(source, RECORDING, { id })
  if (!run) throw noSuchRun(id)
  const { timeline, analysis, ...facts } = run
  const { origin, seq } = timeline
  const columns = decode(timeline)
  const until = run.duration ?? Date.now() - origin
  const own = ownTimes(columns, until)
  const processes = rowsOf(timeline).map((process, row) => ({
    ...process,
    duration: durationOf(columns, row, until),
    ownTime: own[row]!,
  }))
  return { run: facts, waiting: analysis.waiting, processes, columns, own, until, origin, seq }
}

function rowsOf(timeline: TimelineColumns): RecordedProcess[] {
  const text = (index: number): string => timeline.strings[index] ?? ''
  return timeline.pid.map((pid, row) => ({
    pid,
    parent: timeline.parent[row]!,
    name: text(timeline.name[row]!),
    commandLine: text(timeline.commandLine[row]!),
    workingDir: text(timeline.workingDir[row]!),
    start: timeline.start[row]!,
    end: timeline.end[row]!,
    cpuTime: timeline.cpuTime[row]!,
    peakMemory: timeline.peakMemory[row]!,
    exitCode: timeline.exitCode[row]!,
    signal: text(timeline.signal[row]!),
  }))
}
