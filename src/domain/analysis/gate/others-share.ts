import type { GatedRun } from './model.ts'

/** With more of the machine in other hands, a run was disturbed: its CPU time tells of them too. */
const DISTURBED = 0.1

/** Share of the machine that other programs took during a run, 0 … 1; null if it is not known. */
export const othersShareOf = ({ others, cores }: GatedRun): number | null =>
  others === null || !cores ? null : Math.min(1, others.cores / cores)

/** Whether other programs took so much that times of the run do not tell what the build needs. */
export const isDisturbed = (run: GatedRun): boolean => (othersShareOf(run) ?? 0) > DISTURBED

/**
 * The wall time that a run would have had at least on a machine of its own, in milliseconds. Other programs can delay a build
 * at most by what they took: a build that keeps all processors busy would have been faster by exactly their share, any other
 * by less. So a busy machine never makes a build slower than it is. Null if the wall time is not known.
 */
export const undisturbedWall = (run: GatedRun): number | null =>
  run.wall === null ? null : run.wall * (1 - (othersShareOf(run) ?? 0))
