import { lastAtOrBefore } from '../../../src/domain/analysis/time/concurrency.ts'
import type { Lanes } from './lanes.ts'
import type { View } from './viewport.ts'

/** Rectangles to draw, `x` to `x + width` in pixels from the left of the view; `row` is the process shown. */
export class SliceBuffer {
  count = 0
  x = new Float32Array(1024)
  width = new Float32Array(1024)
  lane = new Int32Array(1024)
  row = new Int32Array(1024)

  add(x: number, width: number, lane: number, row: number): void {
    if (this.count === this.x.length) this.#grow()
    this.x[this.count] = x
    this.width[this.count] = width
    this.lane[this.count] = lane
    this.row[this.count++] = row
  }

  #grow(): void {
    const capacity = this.x.length * 2
    const floats = (from: Float32Array) => {
      const to = new Float32Array(capacity)
      to.set(from)
      return to
    }
    const integers = (from: Int32Array) => {
      const to = new Int32Array(capacity)
      to.set(from)
      return to
    }
    this.x = floats(this.x)
    this.width = floats(this.width)
    this.lane = integers(this.lane)
    this.row = integers(this.row)
  }
}

/** Slices at least this wide, in pixels, have a rectangle of their own; narrower ones share a pixel. */
const OWN_PIXEL = 1.5

/**
 * Level of detail: collects the visible slices of the lanes [firstLane, endLane), with at most one rectangle for each pixel of
 * a lane. If several processes share a pixel, a failed one is shown before others, then the longest. O(visible slices). The
 * pixels limit the number of rectangles, whatever the number of processes.
 */
export function collectSlices(
  lanes: Lanes,
  view: View,
  width: number,
  [firstLane, endLane]: readonly [number, number],
  now: number,
  failed: (row: number) => boolean,
  into: SliceBuffer,
): void {
  into.count = 0
  const perMs = width / (view.to - view.from)
  for (let lane = firstLane; lane < Math.min(endLane, lanes.count); lane++) {
    const last = lanes.offset[lane + 1]!
    let i = firstInView(lanes, lane, view.from)
    let pixel = -1
    let shown = -1
    let shownLength = 0
    let shownFailed = false
    for (; i < last && lanes.start[i]! <= view.to; i++) {
      const start = lanes.start[i]!
      const length = Math.max(0, Math.min(lanes.end[i]!, now) - start)
      const x = (start - view.from) * perMs
      const row = lanes.row[i]!
      if (length * perMs >= OWN_PIXEL) {
        if (shown >= 0) into.add(pixel, 1, lane, shown)
        shown = -1
        const left = Math.max(x, -4)
        into.add(left, Math.min(x + length * perMs, width + 4) - left, lane, row)
        continue
      }
      if (shown < 0 || Math.floor(x) !== pixel) {
        if (shown >= 0) into.add(pixel, 1, lane, shown)
        pixel = Math.floor(x)
        shown = row
        shownLength = length
        shownFailed = failed(row)
      } else if (failed(row) ? !shownFailed || length > shownLength : !shownFailed && length > shownLength) {
        shown = row
        shownLength = length
        shownFailed = failed(row)
      }
    }
    if (shown >= 0) into.add(pixel, 1, lane, shown)
  }
}

/** The index of the first slice of a lane that ends after `from`, or the end of the lane. */
function firstInView(lanes: Lanes, lane: number, from: number): number {
  const first = lanes.offset[lane]!
  const starts = lanes.start.subarray(first, lanes.offset[lane + 1]!)
  const at = lastAtOrBefore(starts, from)
  return first + (at >= 0 && lanes.end[first + at]! > from ? at : at + 1)
}

/**
 * The process at a moment of a lane, or −1: the slice at that moment, or else the nearest within `slack` milliseconds, so that
 * the pointer finds slices thinner than a pixel. O(log n).
 */
export function hitSlice(lanes: Lanes, lane: number, at: number, slack: number): number {
  if (lane < 0 || lane >= lanes.count) return -1
  const first = lanes.offset[lane]!
  const starts = lanes.start.subarray(first, lanes.offset[lane + 1]!)
  const before = lastAtOrBefore(starts, at)
  if (before >= 0 && at <= lanes.end[first + before]!) return lanes.row[first + before]!
  const toLeft = before >= 0 ? at - lanes.end[first + before]! : Infinity
  const toRight = before + 1 < starts.length ? starts[before + 1]! - at : Infinity
  if (Math.min(toLeft, toRight) > slack) return -1
  return lanes.row[first + (toLeft <= toRight ? before : before + 1)]!
}
