import type { JobServers } from './job-servers.ts'
import type { ProcessTree } from './tree.ts'

/** The jobs to which processes belong. */
export interface Jobs {
  /** By row: the nearest job at or above it, or −1. */
  readonly job: Int32Array
  /** The jobs of one program to which two processes belong; undefined where there are none, or it is the same. */
  readonly apart: (one: number, other: number) => readonly [one: number, other: number] | undefined
}

/** Finds the jobs of all processes. O(n); `apart` takes as long as programs that run jobs are nested. */
export function jobsOf({ count, parent, starts }: ProcessTree, { serverOf }: JobServers): Jobs {
  const job = new Int32Array(count + 1).fill(-1)
  const depth = new Int32Array(count + 1)
  for (const row of starts) {
    const up = parent[row]!
    const isJob = serverOf[up]! >= 0
    job[row] = isJob ? row : job[up]!
    depth[row] = depth[up]! + (isJob ? 1 : 0)
  }
  const above = (row: number) => job[parent[row]!]!
  return {
    job,
    apart(first, second) {
      let one = job[first]!
      let other = job[second]!
      while (one >= 0 && other >= 0 && parent[one] !== parent[other])
        if (depth[one]! > depth[other]!) one = above(one)
        else other = above(other)
      return one < 0 || other < 0 || one === other ? undefined : [one, other]
    },
  }
}
