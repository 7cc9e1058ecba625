/**
 * What the processes of a run waited for, as columns: the result of `Run.waitColumns`. Row `i` is row `i` of
 * `TimelineColumns`.
 */
export interface WaitColumns {
  /** Milliseconds in which it could run, and no processor was free for it; null where it is not known. */
  readonly runQueue: readonly (number | null)[]
  /** Milliseconds in which it waited for a disk; null where the kernel does not count it. */
  readonly disk: readonly (number | null)[]
}
