import { ACCESS, type FileUses, type RecordedRun } from '../recorded.ts'
import { isDevice, WRITES } from '../files/ways.ts'
import type { JobServers } from './job-servers.ts'
import { filesNamedBy } from './named-files.ts'
import type { ProcessTree } from './tree.ts'

/** Which jobs need what others made: those that job `r` needs stand at `first[r]` … `first[r + 1] - 1` of `needs`. */
export interface FileEdges {
  readonly first: Int32Array
  /** Rows of jobs of the same program, which had ended when the job began. */
  readonly needs: Int32Array
}

/** A row uses a file; the same of an output after the inputs. */
type Use = (row: number, file: string | number, isOutput: boolean) => void

/**
 * Finds which job of a program needs which other, by the files that their processes used, or that their command lines
 * name where the files were not recorded. O(n + uses).
 */
export function fileEdgesOf(run: RecordedRun, tree: ProcessTree, servers: JobServers): FileEdges {
  const { count, start, end, parent, starts } = tree
  const job = new Int32Array(count + 1).fill(-1)
  const depth = new Int32Array(count + 1)
  for (const row of starts) {
    const up = parent[row]!
    const isJob = servers.serverOf[up]! >= 0
    job[row] = isJob ? row : job[up]!
    depth[row] = depth[up]! + (isJob ? 1 : 0)
  }
  const maker = new Map<string | number, number>()
  const from: number[] = []
  const to: number[] = []
  /** The job that was last found to be needed by a job, since many files come from the same one. */
  const known = new Int32Array(count).fill(-1)
  const use: Use = (row, file, isOutput) => {
    if (isOutput) return void maker.set(file, row)
    const made = maker.get(file)
    if (made === undefined) return
    let [needed, needing] = [job[made]!, job[row]!]
    while (needed >= 0 && needing >= 0 && parent[needed] !== parent[needing])
      if (depth[needed]! > depth[needing]!) needed = job[parent[needed]!]!
      else needing = job[parent[needing]!]!
    if (needed < 0 || needing < 0 || needed === needing) return
    if (end[needed]! > start[needing]! || known[needing] === needed) return
    known[needing] = needed
    from.push(needed)
    to.push(needing)
  }
  for (const row of starts) {
    if (job[row]! < 0) continue
    if (run.files) recordedUses(run.files, row, use)
    else if (job[row] === row) namedUses(run, row, use)
  }
  return packed(count, from, to)
}

function recordedUses({ names, first, file, access }: FileUses, row: number, use: Use): void {
  for (let i = first[row]!; i < first[row + 1]!; i++)
    if (access[i]! & (ACCESS.READ | ACCESS.EXECUTED) && !isDevice(names[file[i]!]!)) use(row, file[i]!, false)
  for (let i = first[row]!; i < first[row + 1]!; i++) if (access[i]! & WRITES) use(row, file[i]!, true)
}

function namedUses({ processes }: RecordedRun, row: number, use: Use): void {
  const { inputs, outputs } = filesNamedBy(
    processes.strings.at(processes.commandLine[row]!) ?? '',
    processes.strings.at(processes.workingDir[row]!) ?? '',
  )
  for (const file of inputs) use(row, file, false)
  for (const file of outputs) use(row, file, true)
}

function packed(count: number, from: readonly number[], to: readonly number[]): FileEdges {
  const first = new Int32Array(count + 2)
  for (const row of to) first[row + 1]!++
  for (let row = 0; row <= count; row++) first[row + 1]! += first[row]!
  const next = first.slice()
  const needs = new Int32Array(from.length)
  from.forEach((row, i) => (needs[next[to[i]!]!++] = row))
  return { first, needs }
}
