/** Rows of a page. A page is bounded by the text in it too, since a row may hold a quarter of a megabyte. */
export interface Part<Row> {
  readonly rows: Row[]
  /** It ends early: more follow, although it has fewer rows than were asked for. */
  readonly cut: boolean
}

/** Bytes of text in a page, about: what is read and printed in a few milliseconds. */
export const PART_BYTES = 4 * 1024 * 1024

/** How many rows of these bytes fit into a page, at least one. */
export function fitting(bytes: readonly number[]): number {
  let sum = 0
  const beyond = bytes.findIndex((each) => (sum += each) > PART_BYTES)
  return beyond < 0 ? bytes.length : Math.max(1, beyond)
}
