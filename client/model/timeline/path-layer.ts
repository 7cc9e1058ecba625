import { BOUND_KINDS, type BoundStep } from '../../../src/domain/analysis/path/bound-step.ts'
import { lastAtOrBefore } from '../../../src/domain/analysis/time/concurrency.ts'
import type { View } from './viewport.ts'

/** The critical path as the picture draws it: steps of known processes by time, as columns. */
export interface PathLayer {
  /** Milliseconds since the origin. */
  readonly from: Float64Array
  readonly to: Float64Array
  readonly row: Int32Array
  /** Index into BOUND_KINDS. */
  readonly kind: Uint8Array
  /** The processes on the path, each once. */
  readonly rows: readonly number[]
  /** 1 for each row on the path; it ends after the last of them. */
  readonly marks: Uint8Array
}

/** Makes the layer of a path. O(steps + rows). */
export function pathLayerOf(steps: readonly BoundStep[]): PathLayer {
  const known = steps.filter(({ row }) => row >= 0)
  const marks = new Uint8Array(known.reduce((last, { row }) => Math.max(last, row), -1) + 1)
  for (const { row } of known) marks[row] = 1
  return {
    from: Float64Array.from(known, ({ from }) => from),
    to: Float64Array.from(known, ({ to }) => to),
    row: Int32Array.from(known, ({ row }) => row),
    kind: Uint8Array.from(known, ({ kind }) => BOUND_KINDS.indexOf(kind)),
    rows: [...new Set(known.map(({ row }) => row))],
    marks,
  }
}

/**
 * The steps that a view shows, as [first, end): also the one before and the one after, from which flows lead into it.
 * O(log steps).
 */
export function stepsInView({ from, to }: PathLayer, view: View): readonly [number, number] {
  const first = lastAtOrBefore(to, view.from)
  const last = lastAtOrBefore(from, view.to)
  return [Math.max(0, first), Math.min(from.length, last + 2)]
}
