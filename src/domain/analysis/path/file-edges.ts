import { textOf } from '../processes.ts'
import type { FileUses, RecordedRun } from '../recorded.ts'
import { usesOf } from './file-uses.ts'
import type { JobServers } from './job-servers.ts'
import { jobsOf } from './jobs.ts'
import { filesNamedBy, MOST_CHARACTERS } from './named-files.ts'
import type { ProcessTree } from './tree.ts'

/** Which jobs need what others made: those that job `r` needs stand at `first[r]` … `first[r + 1] - 1` of `needs`. */
export interface FileEdges {
  readonly first: Int32Array
  /** Rows of jobs of the same program, which had ended when the job began. */
  readonly needs: Int32Array
}

/**
 * Finds which job of a program needs which other, by the files that their processes used, or that their command lines
 * name where the files were not recorded. O(n + uses).
 */
export function fileEdgesOf(run: RecordedRun, tree: ProcessTree, servers: JobServers): FileEdges {
  const { count, start, end, starts } = tree
  const { job, apart } = jobsOf(tree, servers)
  const from: number[] = []
  const to: number[] = []
  /** The job that was last found to be needed by a job, since many files come from the same one. */
  const known = new Int32Array(count).fill(-1)
  const need = (made: number, row: number): void => {
    const [needed, needing] = apart(made, row) ?? []
    if (needed === undefined || needing === undefined) return
    if (end[needed]! > start[needing]! || known[needing] === needed) return
    known[needing] = needed
    from.push(needed)
    to.push(needing)
  }
  const visit = run.files ? recordedUses(run.files, need) : namedUses(run, need)
  for (const row of starts) if (job[row]! >= 0 && (run.files || job[row] === row)) visit(row)
  return packed(count, from, to)
}

type Need = (made: number, row: number) => void

function recordedUses(files: FileUses, need: Need): (row: number) => void {
  const maker = new Int32Array(files.names.length).fill(-1)
  /** A file that its maker had read, too: a log or a cache, which jobs use in any order. */
  const isUpdated = new Uint8Array(files.names.length)
  return (row) => {
    for (const { file, isInput, isOutput } of usesOf(files, row)) {
      const isUpdate = isInput && isOutput
      if (isInput && maker[file]! >= 0 && !(isUpdate && isUpdated[file])) need(maker[file]!, row)
      if (!isOutput) continue
      maker[file] = row
      isUpdated[file] = isUpdate ? 1 : 0
    }
  }
}

/** Characters of command lines that are looked at, of a run in all. */
const MOST_TEXT = 64 * 2 ** 20

function namedUses({ processes }: RecordedRun, need: Need): (row: number) => void {
  const maker = new Map<string, number>()
  let left = MOST_TEXT
  return (row) => {
    const commandLine = textOf(processes, processes.commandLine, row)
    left -= Math.min(commandLine.length, MOST_CHARACTERS)
    if (left < 0) return
    const directory = textOf(processes, processes.workingDir, row)
    const { inputs, outputs } = filesNamedBy(commandLine, directory)
    for (const file of inputs) {
      const made = maker.get(file)
      if (made !== undefined) need(made, row)
    }
    for (const file of outputs) maker.set(file, row)
  }
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
