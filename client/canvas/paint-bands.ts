import { laneTop, SLICE, type Frame } from '../model/timeline/frame.ts'
import type { SliceBuffer } from '../model/timeline/slices.ts'
import { WAIT_KINDS, WHOLE, type WaitBands } from '../model/timeline/wait-bands.ts'
import type { TimelineTheme } from './theme.ts'

/** Narrower slices have no band. */
const LEAST_WIDTH = 32
const HEIGHT = 3
/** A band stays clear of the round corners. */
const INSET = 3

/**
 * Draws under each wide slice how its process spent its time, as shares of its width. A slice that is partly in sight shows
 * the whole band in its visible part. O(visible slices).
 * @param isDrawn whether a row has a band
 */
export function paintBands(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  { x, width, lane, row, count }: SliceBuffer,
  { ends }: WaitBands,
  theme: TimelineTheme,
  isDrawn: (row: number) => boolean,
): void {
  for (let k = 0; k < WAIT_KINDS.length; k++) {
    ctx.beginPath()
    for (let i = 0; i < count; i++) {
      if (width[i]! < LEAST_WIDTH || !isDrawn(row[i]!)) continue
      const place = row[i]! * WAIT_KINDS.length + k
      const from = k ? ends[place - 1]! : 0
      const to = ends[place] ?? 0
      if (to <= from) continue
      const left = Math.max(x[i]!, 0) + INSET
      const length = Math.min(x[i]! + width[i]!, frame.width) - INSET - left
      if (length <= 0) continue
      const begin = left + (from / WHOLE) * length
      ctx.rect(begin, laneTop(frame, lane[i]!) + SLICE - HEIGHT, ((to - from) / WHOLE) * length, HEIGHT)
    }
    ctx.fillStyle = theme.waits[k]!
    ctx.fill()
  }
}
