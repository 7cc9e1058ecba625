import { lastAtOrBefore } from '../../../src/domain/analysis/time/concurrency.ts'
import type { Flame } from '../../../src/domain/analysis/time/flame.ts'

/** The frames of an icicle, level by level from the top. Each level is sorted by place, so that bisection finds a frame. */
export interface Levels {
  readonly frames: readonly Int32Array[]
  readonly from: readonly Float64Array[]
}

/** Sorts the frames into their levels. O(n log n). */
export function levelsOf({ depth, from, deepest, count }: Flame): Levels {
  const lists: number[][] = Array.from({ length: deepest + 1 }, () => [])
  for (let frame = 0; frame < count; frame++) lists[depth[frame]!]!.push(frame)
  const frames = lists.map((list) => Int32Array.from(list.sort((a, b) => from[a]! - from[b]! || a - b)))
  return { frames, from: frames.map((level) => Float64Array.from(level, (frame) => from[frame]!)) }
}

/** The frame of a level at a place, or −1. O(log n). */
export function frameAt({ frames, from }: Levels, { width }: Flame, level: number, at: number): number {
  const index = from[level] ? lastAtOrBefore(from[level], at) : -1
  // Frames without a width stand at the place of the one after them.
  for (let i = index; i >= 0 && i > index - 8; i--) {
    const frame = frames[level]![i]!
    if (at <= from[level]![i]! + width[frame]!) return frame
  }
  return -1
}

/**
 * Collects the visible frames of a level between two places. Frames at least a pixel wide come as they are, and of narrower
 * ones the first of each pixel. O(visible frames).
 */
export function framesInSight(
  { frames, from }: Levels,
  { width }: Flame,
  level: number,
  view: { readonly from: number; readonly to: number },
  pixel: number,
): number[] {
  const seen: number[] = []
  const places = from[level]!
  let lastPixel = -1
  for (let i = Math.max(0, lastAtOrBefore(places, view.from)); i < places.length; i++) {
    if (places[i]! > view.to) break
    const frame = frames[level]![i]!
    if (places[i]! + width[frame]! < view.from || width[frame] === 0) continue
    const at = Math.floor(places[i]! / pixel)
    if (width[frame]! < pixel && at === lastPixel) continue
    lastPixel = at
    seen.push(frame)
  }
  return seen
}
