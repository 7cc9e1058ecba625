import { textOf } from '../processes.ts'
import type { RecordedRun } from '../recorded.ts'
import { toolOf } from '../time/tools.ts'
import { isParent, type ProcessTree } from './tree.ts'

/** A limit on the jobs that run at a time: that of a make and all makes below it, or of another program that runs jobs. */
export interface JobServer {
  /** The program that has the limit. */
  readonly row: number
  /** Jobs at a time, according to its command line or else to its default; infinite for a `make -j` without a number. */
  readonly jobs: number
  /** Its command line says so. Else the limit may come from the environment. */
  readonly isStated: boolean
}

/** Which processes run jobs, and under which limit. */
export interface JobServers {
  readonly servers: readonly JobServer[]
  /** By row: the index of the server under which it runs jobs, or −1 if it runs none. The run itself runs none. */
  readonly serverOf: Int32Array
  /** By row: 1 for a job in which another program runs jobs under the same limit, so that the job shares its slot. */
  readonly nested: Uint8Array
}

/** Programs that share the job server of a make above them (GNU make manual, "Sharing Job Slots with GNU make"). */
const SHARING = new Set(['make', 'gmake'])
/** Programs with a limit of their own. */
const ALONE = new Set(['ninja', 'ninja-build', 'samu', 'cargo', 'xargs'])

/** Whether a tool runs jobs side by side, and stops with the first that fails. */
export const runsJobs = (tool: string): boolean => SHARING.has(tool) || ALONE.has(tool)

/**
 * Finds the programs that run jobs. Make's limit holds for all makes below it, unless one states its own. O(n).
 * @param limits by the row of a program: its limit, where that is not as its command line says
 */
export function jobServersOf(
  { processes, cores }: RecordedRun,
  tree: ProcessTree,
  limits?: ReadonlyMap<number, number>,
): JobServers {
  const { count, parent, starts } = tree
  const serverOf = new Int32Array(count + 1).fill(-1)
  const nested = new Uint8Array(count + 1)
  /** The nearest above that runs jobs. */
  const above = new Int32Array(count + 1).fill(-1)
  const tools = new Map<number, string>()
  const servers: JobServer[] = []
  for (const row of starts) {
    const up = parent[row]!
    above[row] = serverOf[up]! >= 0 ? up : above[up]!
    if (!isParent(tree, row)) continue
    const name = processes.name[row]!
    let tool = tools.get(name)
    if (tool === undefined) tools.set(name, (tool = toolOf(textOf(processes, processes.name, row))))
    if (!runsJobs(tool)) continue
    const stated = statedJobs(tool, textOf(processes, processes.commandLine, row))
    const from = above[row]!
    const isShared = stated === undefined && SHARING.has(tool) && from >= 0 && SHARING.has(toolAt(from))
    if (!isShared) {
      const limit = limits?.get(row) ?? stated
      const jobs = limit ?? usualJobs(tool, cores)
      serverOf[row] = servers.push({ row, jobs, isStated: limit !== undefined }) - 1
      continue
    }
    serverOf[row] = serverOf[from]!
    for (let job = row; job !== from && !nested[job]; job = parent[job]!) nested[job] = 1
  }
  return { servers, serverOf, nested }

  function toolAt(row: number): string {
    return tools.get(processes.name[row]!) ?? ''
  }
}

/** How many jobs a command line allows; undefined if it does not say. */
export function statedJobs(tool: string, commandLine: string): number | undefined {
  const flag = tool === 'xargs' ? 'P' : 'j'
  const short = new RegExp(String.raw`(?:^|\s)-[a-zA-Z]*${flag}\s*=?(\d+)?(?=\s|$)`)
  const long = /\s--(?:jobs|max-procs)(?:[= ](\d+))?(?=\s|$)/
  const found = short.exec(commandLine.slice(0, 4096)) ?? long.exec(commandLine.slice(0, 4096))
  if (!found) return undefined
  const jobs = Number(found[1] ?? 0)
  return jobs === 0 ? Infinity : jobs
}

/** A program's default without a number (ninja: `GuessParallelism` in its ninja.cc; cargo: one for each processor). */
function usualJobs(tool: string, cores: number | null): number {
  if (tool === 'make' || tool === 'gmake' || tool === 'xargs') return 1
  if (cores === null) return 1
  if (tool === 'cargo') return cores
  return cores <= 1 ? 2 : cores === 2 ? 3 : cores + 2
}
