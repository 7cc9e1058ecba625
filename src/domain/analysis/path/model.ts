import type { RecordedRun } from '../recorded.ts'
import { fileEdgesOf, type FileEdges } from './file-edges.ts'
import { jobServersOf, type JobServers } from './job-servers.ts'
import { ownSharesOf, type OwnShares } from './own-shares.ts'
import { writersOf } from './pipes.ts'
import { slotsOf, type Slots } from './slots.ts'
import { treeOf, type ProcessTree } from './tree.ts'

/** The waits and the work of a run's processes: the input of the critical path and of predictions. */
export interface BuildModel {
  readonly run: RecordedRun
  readonly tree: ProcessTree
  readonly shares: OwnShares
  readonly servers: JobServers
  readonly slots: Slots
  readonly files: FileEdges
  /** By row: the process that fed its standard input, or −1. */
  readonly writer: Int32Array
}

/**
 * Makes the model of a run, once for all questions about it. O(n log n) for n processes and their file uses.
 * @param jobs by the row of a program: its limit, where that is not as its command line says
 */
export function modelOf(run: RecordedRun, jobs?: ReadonlyMap<number, number>): BuildModel {
  const tree = treeOf(run)
  const servers = jobServersOf(run, tree, jobs)
  const files = fileEdgesOf(run, tree, servers)
  return {
    run,
    tree,
    shares: ownSharesOf(run, tree),
    servers,
    slots: slotsOf(tree, servers, files),
    files,
    writer: writersOf(run, tree),
  }
}
