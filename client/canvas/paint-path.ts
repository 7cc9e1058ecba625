import { BOUND_KINDS } from '../../src/domain/analysis/path/bound-step.ts'
import { laneTop, lanesInSight, lanesTop, SLICE, xOf, type Frame } from '../model/timeline/frame.ts'
import { stepsInView, type PathLayer } from '../model/timeline/path-layer.ts'
import type { Scene } from '../model/timeline/scene.ts'
import { sliceRect } from './paint-overlay.ts'
import type { TimelineTheme } from './theme.ts'

/** The height of the band that says what bound a step. */
const BAND = 4
/** Shorter steps, in pixels, have neither outline nor flow: the flow goes from the one before to the one after. */
const LEAST = 4
/** How far a flow bends out of a slice, at most. */
const BEND = 12
const ARROW = 3.5

/**
 * Draws the critical path over the slices: a band for each step, and for the steps that are wide enough the outline of the
 * process, and a flow from each to the next. O(steps in sight).
 */
export function paintPath(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  scene: Scene,
  layer: PathLayer,
  theme: TimelineTheme,
): void {
  ctx.save()
  ctx.beginPath()
  ctx.rect(0, lanesTop(frame) - 3, frame.width, frame.height)
  ctx.clip()
  const steps = stepsInView(layer, frame.view)
  paintBands(ctx, frame, scene, layer, steps, theme)
  const wide = wideSteps(frame, scene, layer, steps)
  ctx.strokeStyle = ctx.fillStyle = theme.accent
  ctx.lineWidth = 1.25
  outline(ctx, frame, scene, new Set(wide.map((i) => layer.row[i]!)))
  paintFlows(ctx, frame, scene, layer, wide)
  ctx.restore()
}

/** The steps that are wide enough to be seen. */
function wideSteps(
  frame: Frame,
  { lanes }: Scene,
  { from, to, row }: PathLayer,
  [first, end]: readonly [number, number],
): number[] {
  const wide: number[] = []
  const least = (LEAST / frame.width) * (frame.view.to - frame.view.from)
  for (let i = first; i < end; i++)
    if (to[i]! - from[i]! >= least && lanes.lane[row[i]!] !== undefined) wide.push(i)
  return wide
}

function paintBands(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  { lanes }: Scene,
  { from, to, row, kind }: PathLayer,
  [first, end]: readonly [number, number],
  theme: TimelineTheme,
): void {
  for (let k = 0; k < BOUND_KINDS.length; k++) {
    ctx.beginPath()
    for (let i = first; i < end; i++) {
      const lane = lanes.lane[row[i]!]
      if (kind[i] !== k || lane === undefined) continue
      const left = Math.max(xOf(frame, from[i]!), -4)
      const right = Math.min(xOf(frame, to[i]!), frame.width + 4)
      if (right > left) ctx.rect(left, laneTop(frame, lane) + SLICE - BAND, Math.max(right - left, 0.5), BAND)
    }
    ctx.fillStyle = theme.bound[k]!
    ctx.fill()
  }
}

function outline(ctx: CanvasRenderingContext2D, frame: Frame, scene: Scene, rows: ReadonlySet<number>): void {
  const [firstLane, endLane] = lanesInSight(frame)
  ctx.beginPath()
  for (const row of rows) {
    const lane = scene.lanes.lane[row]!
    if (lane < firstLane || lane >= endLane) continue
    const { x, y, width } = sliceRect(frame, scene, row)
    const left = Math.max(x, -10)
    const right = Math.min(x + width, frame.width + 10)
    if (right > left) ctx.roundRect(left, y - 0.5, Math.max(right - left - 0.5, 1), SLICE + 1, 3)
  }
  ctx.stroke()
}

/** Flows lead from the end of a step to the begin of the next one. */
function paintFlows(
  ctx: CanvasRenderingContext2D,
  frame: Frame,
  { lanes }: Scene,
  { from, to, row }: PathLayer,
  steps: readonly number[],
): void {
  const arrows: (readonly [x: number, y: number])[] = []
  ctx.beginPath()
  for (let s = 1; s < steps.length; s++) {
    const here = steps[s - 1]!
    const next = steps[s]!
    const lane = lanes.lane[row[here]!]!
    const laneAfter = lanes.lane[row[next]!]!
    if (lane === laneAfter) continue
    const x = xOf(frame, to[here]!)
    const x2 = xOf(frame, from[next]!)
    const bend = Math.min(BEND, (x - xOf(frame, from[here]!)) / 2, (xOf(frame, to[next]!) - x2) / 2)
    const y = laneTop(frame, lane) + SLICE / 2
    const y2 = laneTop(frame, laneAfter) + SLICE / 2
    ctx.moveTo(x - bend / 2, y)
    ctx.bezierCurveTo(x + bend, y, x2 - bend, y2, x2, y2)
    arrows.push([x2, y2])
  }
  ctx.stroke()
  ctx.beginPath()
  for (const [x, y] of arrows) {
    ctx.moveTo(x + ARROW, y)
    ctx.lineTo(x - 1, y - ARROW)
    ctx.lineTo(x - 1, y + ARROW)
  }
  ctx.fill()
}
