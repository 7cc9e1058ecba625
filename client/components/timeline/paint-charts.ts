import { sampleSteps } from '../../../src/domain/analysis/concurrency.ts'
import { AXIS, LANES_TOP, MINIMAP, STRIP, xOf, type Frame } from './frame.ts'
import type { Scene } from './scene.ts'
import type { TimelineTheme } from './theme.ts'
import { fitAll, tickLabel, ticks, type View } from './viewport.ts'

const STRIP_TOP = MINIMAP + AXIS

/** Draws minimap, time axis and concurrency. Keeps its samples from frame to frame. */
export class ChartPainter {
  #mean = new Float32Array(0)
  #peak = new Float32Array(0)

  paint(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    scene: Scene,
    theme: TimelineTheme,
    cores: number | null,
  ): void {
    const { width } = frame
    // The scale holds the cores as well, so that "all cores busy" looks full and one process looks small.
    const top = Math.max(scene.peak, Math.min(cores ?? 0, scene.peak * 3)) * 1.1
    ctx.fillStyle = theme.raised
    ctx.fillRect(0, 0, width, MINIMAP)
    this.#area(ctx, scene, fitAll(frame.end), { y: 6, height: MINIMAP - 7, top }, frame, null, theme.mapped)
    this.#axis(ctx, frame, theme)
    this.#area(
      ctx,
      scene,
      frame.view,
      { y: STRIP_TOP + 5, height: STRIP - 5, top },
      frame,
      theme.chartSoft,
      theme.chart,
    )
    ctx.fillStyle = theme.line
    ctx.fillRect(0, MINIMAP - 1, width, 1)
    ctx.fillRect(0, STRIP_TOP - 1, width, 1)
    ctx.fillRect(0, STRIP_TOP + STRIP, width, 1)
    this.#caption(ctx, scene, theme, cores, top)
  }

  #area(
    ctx: CanvasRenderingContext2D,
    scene: Scene,
    view: View,
    box: { y: number; height: number; top: number },
    { width, now }: Frame,
    peakColour: string | null,
    meanColour: string,
  ): void {
    const columns = Math.max(1, Math.round(width))
    if (this.#mean.length !== columns) {
      this.#mean = new Float32Array(columns)
      this.#peak = new Float32Array(columns)
    }
    sampleSteps(scene.concurrency, view.from, view.to, this.#mean, this.#peak)
    // What runs has no end yet: nothing is known after now.
    const known = Math.ceil(((now - view.from) / (view.to - view.from)) * columns)
    this.#mean.fill(0, Math.max(0, known))
    this.#peak.fill(0, Math.max(0, known))
    const bottom = box.y + box.height
    for (const [values, colour] of [
      [this.#peak, peakColour],
      [this.#mean, meanColour],
    ] as const) {
      if (!colour) continue
      ctx.fillStyle = colour
      ctx.beginPath()
      ctx.moveTo(0, bottom)
      for (let i = 0; i < columns; i++) {
        const y = bottom - Math.min(1, values[i]! / box.top) * box.height
        ctx.lineTo(i, y)
        ctx.lineTo(i + 1, y)
      }
      ctx.lineTo(columns, bottom)
      ctx.fill()
    }
  }

  #axis(ctx: CanvasRenderingContext2D, frame: Frame, theme: TimelineTheme): void {
    const { step, at } = ticks(frame.view, Math.max(2, Math.floor(frame.width / 110)))
    ctx.font = `11px ${theme.font}`
    ctx.textBaseline = 'middle'
    for (const time of at) {
      const x = Math.round(xOf(frame, time))
      ctx.fillStyle = theme.line
      ctx.fillRect(x, MINIMAP + AXIS - 6, 1, 6)
      ctx.globalAlpha = 0.5
      ctx.fillRect(x, MINIMAP + AXIS, 1, frame.height)
      ctx.globalAlpha = 1
      const label = tickLabel(time, step)
      const left = x + 5
      if (left + ctx.measureText(label).width > frame.width) continue
      ctx.fillStyle = theme.muted
      ctx.fillText(label, left, MINIMAP + AXIS / 2)
    }
  }

  #caption(
    ctx: CanvasRenderingContext2D,
    scene: Scene,
    theme: TimelineTheme,
    cores: number | null,
    top: number,
  ): void {
    if (cores && cores <= top) {
      const y = Math.round(STRIP_TOP + STRIP - (cores / top) * (STRIP - 5)) + 0.5
      ctx.strokeStyle = theme.muted
      ctx.globalAlpha = 0.7
      ctx.setLineDash([3, 3])
      ctx.beginPath()
      ctx.moveTo(0, y)
      ctx.lineTo(ctx.canvas.width, y)
      ctx.stroke()
      ctx.setLineDash([])
      ctx.globalAlpha = 1
    }
    const text = `at work · peak ${scene.peak}${cores ? ` · ${cores} ${cores === 1 ? 'core' : 'cores'}` : ''}`
    ctx.font = `11px ${theme.font}`
    ctx.textBaseline = 'middle'
    const { width } = ctx.measureText(text)
    ctx.fillStyle = theme.surface
    ctx.globalAlpha = 0.8
    ctx.beginPath()
    ctx.roundRect(4, LANES_TOP - 26, width + 10, 16, 4)
    ctx.fill()
    ctx.globalAlpha = 1
    ctx.fillStyle = theme.muted
    ctx.fillText(text, 9, LANES_TOP - 17.5)
  }
}
