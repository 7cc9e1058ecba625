/** The kinds of moments on the critical path. */
export const BOUND_KINDS = [
  /** The process was on a processor. */
  'work',
  /** It was not, and nothing recorded says why: it slept, or waited for the network or a lock. */
  'waiting',
  /** It held the job slot that the next process on the path waited for: with more slots that one starts earlier. */
  'slot',
  /** It could run, and no processor was free. */
  'processor',
  'disk',
  /** It waited for the other end of a pipe. */
  'pipe',
  /** It waited for a child that ended later, or did not end. */
  'child',
  /** No process was recorded. */
  'unrecorded',
] as const

export type BoundKind = (typeof BOUND_KINDS)[number]

/**
 * The reason why the next process on the path waited for this one: `end` for the last one, `order` if its parent started it
 * after this one.
 */
export type Release = 'end' | 'order' | 'file' | 'slot' | 'pipe'

/** A part of the critical path, in milliseconds since the start of the run. */
export interface BoundStep {
  /** The process that decided this time, or −1 if none was recorded. */
  readonly row: number
  readonly from: number
  readonly to: number
  readonly kind: BoundKind
  readonly release: Release
}

/** Milliseconds of steps by kind. O(steps). */
export function sumByKind(steps: readonly BoundStep[]): Record<BoundKind, number> {
  const kinds = { work: 0, waiting: 0, slot: 0, processor: 0, disk: 0, pipe: 0, child: 0, unrecorded: 0 }
  for (const { kind, from, to } of steps) kinds[kind] += to - from
  return kinds
}
