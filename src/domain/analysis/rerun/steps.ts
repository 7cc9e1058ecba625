import { normaliseCommandLine, relativeDirectory } from '../compare/command-line.ts'
import { jobServersOf } from '../path/job-servers.ts'
import { jobsOf } from '../path/jobs.ts'
import { treeOf } from '../path/tree.ts'
import { textOf } from '../processes.ts'
import type { RecordedRun } from '../recorded.ts'

/** A recorded run with its directory. */
export interface RunToRepeat extends RecordedRun {
  readonly workingDir: string
}

/** The steps of a build: what one job ran, or what one command of a script did. */
export interface Steps {
  /** By row: the first process of its step, or −1 for what only starts steps. */
  readonly stepOf: Int32Array
  /** The first processes of the steps, by the normalised command line and directory of each, in the order of starts. */
  readonly byKey: ReadonlyMap<string, readonly number[]>
  /** All rows by ascending start. */
  readonly starts: Int32Array
}

/** Finds the steps of a run. O(n log n). */
export function stepsOf(run: RunToRepeat): Steps {
  const { processes, workingDir } = run
  const tree = treeOf(run)
  const { job } = jobsOf(tree, jobServersOf(run, tree))
  const stepOf = new Int32Array(tree.count + 1).fill(-1)
  const byKey = new Map<string, number[]>()
  for (const row of tree.starts) {
    const above = tree.parent[row]!
    // The build's own process starts the steps where no make does.
    const isBelowRoot = above < tree.count && tree.parent[above] === tree.count
    stepOf[row] = job[row]! >= 0 ? job[row]! : isBelowRoot ? row : stepOf[above]!
    if (stepOf[row] !== row) continue
    const key = keyOf(row)
    const others = byKey.get(key)
    if (others) others.push(row)
    else byKey.set(key, [row])
  }
  return { stepOf, byKey, starts: tree.starts }

  function keyOf(row: number): string {
    const directory = relativeDirectory(textOf(processes, processes.workingDir, row), workingDir)
    return `${directory}\n${normaliseCommandLine(textOf(processes, processes.commandLine, row), workingDir)}`
  }
}
