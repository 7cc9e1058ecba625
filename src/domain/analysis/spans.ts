/** When each process of a run lived, and below which; row `i` of each column is one process, times are in milliseconds. */
export interface ProcessSpans {
  readonly count: number
  readonly start: ArrayLike<number>
  /** Infinity while the process runs. */
  readonly end: ArrayLike<number>
  /** The parent's row, or −1. */
  readonly parent: ArrayLike<number>
}
