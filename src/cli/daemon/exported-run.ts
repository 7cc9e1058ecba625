import { decodeParts, type FilesPart } from '../../domain/analysis/files/decode-parts.ts'
import type { ExportedRun } from '../../domain/analysis/export/exported-run.ts'
import type { RecordPage } from '../../domain/analysis/export/record.ts'
import type { Outcome } from '../../domain/analysis/outcome.ts'
import type { FileUses, MachineSample } from '../../domain/analysis/recorded.ts'
import { graphql } from '../../gql/cli/gql.ts'
import type { MachineSamplesQuery } from '../../gql/cli/graphql.ts'
import { parseTime } from '../../wire/time.ts'
import { graph, type GraphSource } from './client.ts'
import { noSuchRun } from './find-run.ts'
import { fileLinesOf } from './record-of.ts'
import type { Recording } from './recording.ts'

/** Samples in a page, as many as the daemon gives. */
const PAGE = 500

/** Two times of a process this close are equal, in milliseconds. */
const SAME_TIME = 0.01

const NS_PER_MS = 1e6

/** A recording as the exporters for other tools read it, without machine and files. */
export const exportedRun = ({ run, columns, until, origin }: Recording): ExportedRun => ({
  id: run.id,
  commandLine: run.commandLine,
  workingDir: run.workingDir,
  host: run.host ?? '',
  outcome: run.outcome.toLowerCase() as Outcome,
  labels: run.labels,
  origin,
  wall: until,
  cores: run.cores ?? null,
  exitCode: run.exitCode ?? null,
  files: null,
  machine: null,
  processes: columns,
})

/** Reads the rest of it. @throws CliFailure if the run is gone */
export async function readExportedRun(source: GraphSource, recording: Recording): Promise<ExportedRun> {
  return {
    ...exportedRun(recording),
    machine: await readMachine(source, recording),
    files: await readFiles(source, recording),
  }
}

const MACHINE = graphql(`
  query MachineSamples($id: UUID!, $first: Int!, $after: String) {
    run(id: $id) {
      machine(first: $first, after: $after) {
        nodes {
          time
          interval
          cores
          busy
          iowait
          steal
          build
          memoryAvailable
          memoryTotal
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`)

async function readMachine(source: GraphSource, { run, origin }: Recording): Promise<MachineSample[] | null> {
  const samples: MachineSample[] = []
  for (let after: string | null = null; ;) {
    const answer: MachineSamplesQuery = await graph(source, MACHINE, { id: run.id, first: PAGE, after })
    if (!answer.run) throw noSuchRun(run.id)
    const { nodes, pageInfo } = answer.run.machine
    for (const { time, ...sample } of nodes)
      samples.push({
        ...sample,
        time: sinceOrigin(time, origin),
        memoryAvailable: Number(sample.memoryAvailable),
        memoryTotal: Number(sample.memoryTotal),
        pressure: null,
        throttled: null,
      })
    if (!pageInfo.hasNextPage) return samples.length > 0 ? samples : null
    after = pageInfo.endCursor ?? null
  }
}

/** A part of a run's files, as its line has it. */
interface FilesLine {
  readonly data: {
    readonly first: number
    readonly names: readonly string[]
    readonly processes: readonly {
      readonly pid: number
      readonly start_time: string
      readonly failed: number
      readonly accesses: readonly number[]
    }[]
  }
}

async function readFiles(source: GraphSource, recording: Recording): Promise<FileUses | null> {
  const { columns, run } = recording
  const rowOf = rowsByPid(recording)
  const parts: FilesPart[] = []
  const read = fileLinesOf(source, run.id)
  for (let after: string | null = null, more = true; more;) {
    const { page }: RecordPage = await read(after)
    const { nodes, pageInfo } = page
    for (const { line } of nodes) {
      const { first, names, processes } = (JSON.parse(line) as FilesLine).data
      const known = processes.map(({ pid, start_time, failed, accesses }) => ({
        row: rowOf(pid, start_time),
        failed,
        accesses,
      }))
      parts.push({ first, names, processes: known })
    }
    after = pageInfo.endCursor ?? null
    more = pageInfo.hasNextPage && after !== null
  }
  return parts.length > 0 ? decodeParts(parts, columns.count) : null
}

/** Finds the row of a process by its pid and its start; −1 if it has none. */
function rowsByPid({ columns, origin }: Recording): (pid: number, start: string) => number {
  const rows = new Map<number, number[]>()
  columns.pid.forEach((pid, row) => {
    const known = rows.get(pid)
    if (known) known.push(row)
    else rows.set(pid, [row])
  })
  return (pid, start) => {
    const time = sinceOrigin(start, origin)
    return rows.get(pid)?.find((row) => Math.abs(columns.start[row]! - time) < SAME_TIME) ?? -1
  }
}

/** Milliseconds since the run's start, exact to a microsecond. */
function sinceOrigin(text: string, origin: number): number {
  const time = parseTime(text)
  if (time === null || time === undefined) return NaN
  const start = BigInt(Math.round(origin * 1000)) * 1000n
  return Number(time - start) / NS_PER_MS
}
