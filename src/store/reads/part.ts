/** Rows of a page. The text in a page is limited as well, because a row may contain a quarter of a megabyte. */
export interface Part<Row> {
  readonly rows: Row[]
  /** Whether the page ends early: more rows follow, although it has fewer than the caller asked for. */
  readonly cut: boolean
}

/** Bytes of text in a page, approximately: a few milliseconds of reading and printing. */
export const PART_BYTES = 4 * 1024 * 1024

/** How many rows of these bytes fit into a page, at least one. */
export function fitting(bytes: readonly number[]): number {
  let sum = 0
  const beyond = bytes.findIndex((each) => (sum += each) > PART_BYTES)
  return beyond < 0 ? bytes.length : Math.max(1, beyond)
}
