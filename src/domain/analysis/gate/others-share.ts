import type { GatedRun } from './model.ts'

/** With more of the machine in other hands, a run was disturbed: its CPU time tells of them too. */
const DISTURBED = 0.1

/** Share of the machine that other programs took during a run, 0 … 1; null if it is not known. */
export const othersShareOf = ({ others, cores }: GatedRun): number | null =>
  others === null || !cores ? null : Math.min(1, others.cores / cores)

/** Whether other programs took so much that times of the run do not tell what the build needs. */
export const isDisturbed = (run: GatedRun): boolean => (othersShareOf(run) ?? 0) > DISTURBED

/**
 * The wall time that a run would have had at least on a machine of its own, in milliseconds. Other programs delay a build at most
 * by their share of the machine: that is exact for a build that keeps all processors busy, and too much for any other. They also
 * delay it at most by what its processes waited for a processor: a build that sleeps is not excused by a busy machine. So a busy
 * machine never makes a build slower than it is. Null if the wall time is not known.
 */
export function undisturbedWall(run: GatedRun): number | null {
  if (run.wall === null) return null
  return run.wall - Math.min(run.wall * (othersShareOf(run) ?? 0), run.waited ?? Infinity)
}
