import { sampleSteps, type Steps } from '../../src/domain/analysis/time/concurrency.ts'
import { formatBytes, formatDecimal } from '../model/format.ts'
import { AXIS, MINIMAP, STRIP, xOf, type Frame } from '../model/timeline/frame.ts'
import type { Counters, Scene } from '../model/timeline/scene.ts'
import type { TimelineTheme } from './theme.ts'
import { fitAll, tickLabel, ticks, type View } from '../model/timeline/viewport.ts'

const STRIP_TOP = MINIMAP + AXIS

/** A step function and its style. */
interface Chart {
  readonly steps: Steps<ArrayLike<number>>
  /** Drawn under the mean; null for none. */
  readonly peakColour: string | null
  readonly meanColour: string
  /** The value at the upper edge. */
  readonly top: number
}

/** Draws minimap, time axis and the charts over time. Keeps its samples from frame to frame. */
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
    const { concurrency: steps, peak } = scene
    // The scale holds the cores as well, so that "all cores busy" looks full and one process looks small.
    const top = Math.max(peak, Math.min(cores ?? 0, peak * 3)) * 1.1
    ctx.fillStyle = theme.raised
    ctx.fillRect(0, 0, width, MINIMAP)
    const map = { steps, peakColour: null, meanColour: theme.mapped, top }
    this.#area(ctx, map, fitAll(frame.end), 6, MINIMAP - 7, frame)
    this.#axis(ctx, frame, theme)
    const coresText = cores ? ` · ${cores} ${cores === 1 ? 'core' : 'cores'}` : ''
    const work = { steps, peakColour: theme.chartSoft, meanColour: theme.chart, top }
    this.#strip(ctx, frame, theme, 0, work, `at work · peak ${peak}${coresText}`, cores)
    if (frame.strips > 1 && scene.counters) this.#counters(ctx, frame, scene.counters, theme, cores)
    ctx.fillStyle = theme.line
    ctx.fillRect(0, MINIMAP - 1, width, 1)
    for (let strip = 0; strip <= frame.strips; strip++)
      ctx.fillRect(0, STRIP_TOP + STRIP * strip - (strip ? 0 : 1), width, 1)
  }

  #counters(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    { cpu, cpuPeak, memory, memoryPeak }: Counters,
    theme: TimelineTheme,
    cores: number | null,
  ): void {
    const cpuTop = Math.max(cpuPeak, Math.min(cores ?? 0, cpuPeak * 3)) * 1.1 || 1
    const busy = { steps: cpu, peakColour: null, meanColour: theme.cpu, top: cpuTop }
    this.#strip(ctx, frame, theme, 1, busy, `CPU · peak ${formatDecimal(cpuPeak)} cores`, cores)
    const held = { steps: memory, peakColour: null, meanColour: theme.memory, top: memoryPeak * 1.1 || 1 }
    const most = `memory, at most · peak ${formatBytes(memoryPeak)}`
    this.#strip(ctx, frame, theme, 2, held, most, null)
  }

  #strip(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    theme: TimelineTheme,
    strip: number,
    chart: Chart,
    caption: string,
    cores: number | null,
  ): void {
    const y = STRIP_TOP + STRIP * strip
    this.#area(ctx, chart, frame.view, y + 5, STRIP - 5, frame)
    if (cores && cores <= chart.top) markLevel(ctx, y + STRIP - (cores / chart.top) * (STRIP - 5), theme)
    captionStrip(ctx, y + STRIP - 20, caption, theme)
  }

  #area(
    ctx: CanvasRenderingContext2D,
    { steps, peakColour, meanColour, top }: Chart,
    view: View,
    y: number,
    height: number,
    { width, now }: Frame,
  ): void {
    const columns = Math.max(1, Math.round(width))
    if (this.#mean.length !== columns) {
      this.#mean = new Float32Array(columns)
      this.#peak = new Float32Array(columns)
    }
    sampleSteps(steps, view.from, view.to, this.#mean, this.#peak)
    // Nothing is known after the present, because running processes have no end yet.
    const known = Math.ceil(((now - view.from) / (view.to - view.from)) * columns)
    this.#mean.fill(0, Math.max(0, known))
    this.#peak.fill(0, Math.max(0, known))
    if (peakColour) fillArea(ctx, this.#peak, y + height, height / top, height, peakColour)
    fillArea(ctx, this.#mean, y + height, height / top, height, meanColour)
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
}

function fillArea(
  ctx: CanvasRenderingContext2D,
  values: Float32Array,
  bottom: number,
  scale: number,
  most: number,
  colour: string,
): void {
  ctx.fillStyle = colour
  ctx.beginPath()
  ctx.moveTo(0, bottom)
  for (let i = 0; i < values.length; i++) {
    const y = bottom - Math.min(most, values[i]! * scale)
    ctx.lineTo(i, y)
    ctx.lineTo(i + 1, y)
  }
  ctx.lineTo(values.length, bottom)
  ctx.fill()
}

function markLevel(ctx: CanvasRenderingContext2D, at: number, theme: TimelineTheme): void {
  const y = Math.round(at) + 0.5
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

function captionStrip(ctx: CanvasRenderingContext2D, y: number, text: string, theme: TimelineTheme): void {
  ctx.font = `11px ${theme.font}`
  ctx.textBaseline = 'middle'
  const { width } = ctx.measureText(text)
  ctx.fillStyle = theme.surface
  ctx.globalAlpha = 0.9
  ctx.beginPath()
  ctx.roundRect(4, y, width + 10, 16, 4)
  ctx.fill()
  ctx.globalAlpha = 1
  ctx.fillStyle = theme.muted
  ctx.fillText(text, 9, y + 8.5)
}
