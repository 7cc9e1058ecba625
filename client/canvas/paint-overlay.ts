import {
  AXIS,
  LANE,
  lanesInSight,
  laneTop,
  lanesTop,
  MINIMAP,
  SLICE,
  xOf,
  type Frame,
} from '../model/timeline/frame.ts'
import type { Scene } from '../model/timeline/scene.ts'
import type { TimelineTheme } from './theme.ts'
import { fitAll } from '../model/timeline/viewport.ts'

/** Marks that change with the pointer. They have a layer above the picture, so that the picture need not be drawn again. */
export interface Overlay {
  readonly hovered: number
  readonly selected: number
  /** A selected range of time, in milliseconds since the origin. */
  readonly range: { readonly from: number; readonly to: number } | null
  /** The pointer's x, or null. */
  readonly cursor: number | null
}

/** Nothing hovered, selected or dragged. */
export const NOTHING_MARKED: Overlay = { hovered: -1, selected: -1, range: null, cursor: null }

/** The rectangle of a process, in pixels of the picture; empty if it is outside. */
export function sliceRect(frame: Frame, scene: Scene, row: number) {
  const start = scene.rows.start[row]!
  const x = xOf(frame, start)
  const width = xOf(frame, start + scene.rows.durationOf(row, frame.now)) - x
  return { x, y: laneTop(frame, scene.lanes.lane[row]!), width: Math.max(width, 1), height: SLICE }
}

/** The processes that are at least partly visible. O(n). */
export function rowsInSight(frame: Frame, scene: Scene): number[] {
  const { lanes } = scene
  const [first, end] = lanesInSight(frame)
  return Array.from(lanes.row).filter((row) => {
    const { x, width } = sliceRect(frame, scene, row)
    return lanes.lane[row]! >= first && lanes.lane[row]! < end && x + width >= 0 && x <= frame.width
  })
}

/** Draws the window of the minimap, the range, the cursor line and the outlines of hovered and selected slices. */
export function paintOverlay(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  scene: Scene,
  overlay: Overlay,
  theme: TimelineTheme,
): void {
  const { width, height } = frame
  ctx.clearRect(0, 0, width, height)
  paintWindow(ctx, frame, theme)
  paintScrollbar(ctx, frame, scene.lanes.count, theme)
  if (overlay.range) {
    const from = xOf(frame, overlay.range.from)
    const to = xOf(frame, overlay.range.to)
    ctx.fillStyle = theme.accent
    ctx.globalAlpha = 0.13
    ctx.fillRect(from, MINIMAP, to - from, height - MINIMAP)
    ctx.globalAlpha = 1
    ctx.fillRect(from, MINIMAP, 1, height - MINIMAP)
    ctx.fillRect(to - 1, MINIMAP, 1, height - MINIMAP)
    ctx.fillRect(from, MINIMAP + AXIS - 3, to - from, 2)
  }
  if (overlay.cursor !== null) {
    ctx.fillStyle = theme.muted
    ctx.globalAlpha = 0.45
    ctx.fillRect(Math.round(overlay.cursor), MINIMAP, 1, height - MINIMAP)
    ctx.globalAlpha = 1
  }
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, lanesTop(frame) - 3, width, height)
  ctx.clip()
  if (overlay.hovered >= 0 && overlay.hovered !== overlay.selected)
    outline(ctx, frame, scene, overlay.hovered, theme.text, 1.25)
  if (overlay.selected >= 0) outline(ctx, frame, scene, overlay.selected, theme.accent, 2.5)
  ctx.restore()
}

function outline(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  scene: Scene,
  row: number,
  colour: string,
  thickness: number,
): void {
  if (row >= scene.lanes.lane.length) return
  const { x, y, width, height } = sliceRect(frame, scene, row)
  const left = Math.max(x, -10)
  const right = Math.min(x + width, frame.width + 10)
  if (right < -5 || left > frame.width + 5) return
  ctx.strokeStyle = colour
  ctx.lineWidth = thickness
  ctx.beginPath()
  ctx.roundRect(left - 1, y - 1, Math.max(right - left, 2) + 1.25, height + 2, 4)
  ctx.stroke()
}

/** Shows that there are more lanes than fit, and the position of the visible ones. */
function paintScrollbar(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  lanes: number,
  theme: TimelineTheme,
): void {
  const room = frame.height - lanesTop(frame)
  const all = lanes * LANE + 8
  if (all <= room) return
  ctx.fillStyle = theme.muted
  ctx.globalAlpha = 0.5
  ctx.beginPath()
  ctx.roundRect(
    frame.width - 8,
    lanesTop(frame) + (frame.scroll / all) * room,
    5,
    Math.max(16, (room / all) * room),
    3,
  )
  ctx.fill()
  ctx.globalAlpha = 1
}

function paintWindow(ctx: CanvasRenderingContext2D, frame: Frame, theme: TimelineTheme): void {
  const all = fitAll(frame.end)
  const from = (frame.view.from / all.to) * frame.width
  const to = (frame.view.to / all.to) * frame.width
  if (from <= 0.5 && to >= frame.width - 0.5) return
  ctx.fillStyle = theme.surface
  ctx.globalAlpha = 0.62
  ctx.fillRect(0, 0, from, MINIMAP - 1)
  ctx.fillRect(to, 0, frame.width - to, MINIMAP - 1)
  ctx.globalAlpha = 1
  ctx.strokeStyle = theme.accent
  ctx.lineWidth = 1.5
  ctx.beginPath()
  ctx.roundRect(from + 0.75, 0.75, Math.max(to - from - 1.5, 3), MINIMAP - 2.5, 4)
  ctx.stroke()
}
