import type { Flame } from '../../src/domain/analysis/time/flame.ts'
import { colourOf } from '../model/timeline/tool-colours.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import type { TimelineTheme } from './theme.ts'
import { framesInSight, type Levels } from '../model/charts/flame-levels.ts'

/** The height of a level, in pixels. */
export const LEVEL = 24
const FRAME = 22

/** The drawn frames, and the marked ones. */
export interface FlamePicture {
  readonly rows: ProcessRows
  readonly flame: Flame
  readonly levels: Levels
  /** The frame that fills the width. */
  readonly focus: number
  readonly hovered: number
  readonly selected: number
  /** Text beside a frame's name. */
  readonly labelOf: (frame: number) => string
}

/** The visible range: that of the frame in focus. */
export const viewOf = ({ flame, focus }: Pick<FlamePicture, 'flame' | 'focus'>) => ({
  from: flame.from[focus]!,
  to: flame.from[focus]! + Math.max(flame.width[focus]!, 1e-9),
})

/** Draws an icicle. O(visible frames). */
export function paintFlame(
  ctx: CanvasRenderingContext2D,
  picture: FlamePicture,
  size: { readonly width: number; readonly height: number },
  theme: TimelineTheme,
): void {
  const { flame, levels, rows } = picture
  const view = viewOf(picture)
  const pixel = (view.to - view.from) / size.width
  ctx.fillStyle = theme.surface
  ctx.fillRect(0, 0, size.width, size.height)
  ctx.font = `500 11px ${theme.font}`
  ctx.textBaseline = 'middle'
  for (let level = 0; level < levels.frames.length; level++) {
    const y = level * LEVEL + 1
    for (const frame of framesInSight(levels, flame, level, view, pixel)) {
      const left = Math.max((flame.from[frame]! - view.from) / pixel, 0)
      const right = Math.min((flame.from[frame]! + flame.width[frame]! - view.from) / pixel, size.width)
      const row = flame.row[frame]!
      // The ancestors of the frame in focus are wider than the picture, so they are dimmed.
      ctx.globalAlpha = level < flame.depth[picture.focus]! ? 0.5 : 1
      ctx.fillStyle =
        row < 0 ? theme.raised : rows.failed(row) ? theme.failed : theme.slices[colourOf(rows.nameOf(row))]!
      ctx.beginPath()
      ctx.roundRect(left, y, Math.max(right - left - 1, 0.5), FRAME, right - left > 8 ? 3 : 0)
      ctx.fill()
      label(ctx, picture, frame, left, right, y, theme)
      ctx.globalAlpha = 1
      if (frame > 0 && (frame === picture.selected || frame === picture.hovered)) {
        ctx.strokeStyle = frame === picture.selected ? theme.accent : theme.text
        ctx.lineWidth = frame === picture.selected ? 2.5 : 1.25
        ctx.stroke()
      }
    }
  }
}

function label(
  ctx: CanvasRenderingContext2D,
  { rows, flame, labelOf }: FlamePicture,
  frame: number,
  left: number,
  right: number,
  y: number,
  theme: TimelineTheme,
): void {
  const room = right - left - 12
  if (room < 18) return
  const row = flame.row[frame]!
  const name = row < 0 ? 'All processes together' : rows.shownNameOf(row)
  ctx.fillStyle = row < 0 ? theme.text : rows.failed(row) ? theme.failedText : theme.sliceText
  const width = ctx.measureText(name).width
  const text =
    width <= room ? name : `${name.slice(0, Math.max(1, Math.floor((room / width) * name.length) - 1))}…`
  ctx.fillText(text, left + 6, y + FRAME / 2 + 0.5)
  const rest = room - width - 8
  if (rest < 30) return
  const more = labelOf(frame)
  const fits = Math.floor(rest / 6.2)
  ctx.globalAlpha *= 0.7
  ctx.fillText(
    more.length > fits ? `${more.slice(0, fits - 1)}…` : more,
    left + 6 + width + 8,
    y + FRAME / 2 + 0.5,
    rest,
  )
}
