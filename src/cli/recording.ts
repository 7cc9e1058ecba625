import type { TimelineColumns } from '../domain/analysis/timeline.ts'
import { graph, type Connection } from './client.ts'
import { noSuchRun } from './find-run.ts'

/** A run as the commands show it; times are RFC 3339, durations milliseconds, memory bytes. */
export interface RunFacts {
  readonly id: string
  readonly commandLine: string
  readonly workingDir: string
  readonly status: string
  readonly startTime: string
  readonly duration: number | null
  readonly exitCode: number | null
  readonly processCount: number
  readonly cpuTime: number | null
  readonly peakMemory: number | string | null
  readonly pinned: boolean
  readonly host: string | null
  readonly cores: number | null
  readonly labels: readonly { readonly name: string; readonly value: string }[]
  readonly parallelism: number | null
  readonly capture: {
    readonly tracer: string
    readonly blindSpots: readonly string[]
    readonly samplesDropped: number
    readonly overhead: number | null
  } | null
}

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

/** A run with its processes, by start time. */
export interface Recording {
  readonly run: RunFacts
  readonly processes: readonly RecordedProcess[]
  /** The run's start, milliseconds since 1970. */
  readonly origin: number
  /** Sequence up to which this is true: the cursor of `runEvents`. */
  readonly seq: number
}

export const RUN_FIELDS = `id commandLine workingDir status startTime duration exitCode processCount cpuTime peakMemory
  pinned host cores parallelism labels { name value } capture { tracer blindSpots samplesDropped overhead }`

const RECORDING = `query Recording($id: UUID!) { run(id: $id) { ${RUN_FIELDS} timeline } }`

/** Reads a whole run. @throws CliFailure if there is none */
export async function readRecording(connection: Connection, id: string): Promise<Recording> {
  const { run } = await graph<{ run: (RunFacts & { timeline: TimelineColumns }) | null }>(
    connection,
    RECORDING,
    { id },
  )
  if (!run) throw noSuchRun(id)
  const { timeline, ...facts } = run
  return { run: facts, processes: rowsOf(timeline), origin: timeline.origin, seq: timeline.seq }
}

function rowsOf(columns: TimelineColumns): RecordedProcess[] {
  const text = (index: number): string => columns.strings[index] ?? ''
  return columns.pid.map((pid, row) => ({
    pid,
    parent: columns.parent[row]!,
    name: text(columns.name[row]!),
    commandLine: text(columns.commandLine[row]!),
    workingDir: text(columns.workingDir[row]!),
    start: columns.start[row]!,
    end: columns.end[row]!,
    cpuTime: columns.cpuTime[row]!,
    peakMemory: columns.peakMemory[row]!,
    exitCode: columns.exitCode[row]!,
    signal: text(columns.signal[row]!),
  }))
}
