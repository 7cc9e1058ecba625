import { Camera } from './camera.ts'
import { LANE, lanesTop, timeAt, type Strips } from '../model/timeline/frame.ts'
import type { Layout } from '../model/timeline/lanes.ts'
import { BaseLayer, NOTHING_SHOWN, type Shown } from './base-layer.ts'
import { NOTHING_MARKED, paintOverlay, rowsInSight, sliceRect, type Overlay } from './paint-overlay.ts'
import type { TimelineEvents, TimelineSource } from './timeline-source.ts'
import { SceneKeeper } from './scene-keeper.ts'
import { hitSlice } from '../model/timeline/slices.ts'
import { readTheme, type TimelineTheme } from './theme.ts'
import { isWhole, type View } from '../model/timeline/viewport.ts'

/**
 * The timeline: a static layer and an overlay, drawn only when something changed. The camera holds the view. The pointer and
 * the keys act on both through `listenToPointer` and `keyCommand`.
 */
export class TimelineEngine {
  readonly camera: Camera
  readonly #base: CanvasRenderingContext2D
  readonly #over: CanvasRenderingContext2D
  readonly #layer = new BaseLayer()
  #theme: TimelineTheme
  #source: TimelineSource | undefined
  readonly #keeper: SceneKeeper
  #overlay = NOTHING_MARKED
  #shown = NOTHING_SHOWN
  #viewTold: View | null = null
  /** A row that was selected before it had a lane, or −1. */
  #toReveal = -1
  #baseDirty = true
  #overDirty = true
  #ratio = 0
  #request = 0

  constructor(
    base: HTMLCanvasElement,
    readonly canvas: HTMLCanvasElement,
    private readonly events: TimelineEvents,
    strips: Strips,
  ) {
    this.#base = base.getContext('2d', { alpha: false })!
    this.#over = canvas.getContext('2d')!
    this.#theme = readTheme(canvas)
    this.#keeper = new SceneKeeper(strips > 1, () => this.#measure())
    const motion = matchMedia('(prefers-reduced-motion: reduce)')
    this.camera = new Camera(
      { changed: () => this.#touch(), follow: (following) => events.follow(following) },
      () => motion.matches,
      strips,
    )
  }

  get overlay(): Overlay {
    return this.#overlay
  }

  /** The layout of the picture; undefined before there is one. */
  get layout(): Layout | undefined {
    return this.#keeper.scene?.layout
  }
  /** Shows a part of a run, or all of it. */
  open(source: TimelineSource, part: View | null = null): void {
    this.#source = source
    this.#overlay = NOTHING_MARKED
    this.#keeper.open(source.rows)
    this.#measure()
    this.camera.open(source.live, part)
  }

  /** Must be called when rows changed, or when the run started or stopped being live. */
  refresh(source: TimelineSource): void {
    const turned = this.#source?.live !== source.live
    this.#source = source
    // The verdict may come after the last row, and ends the open processes.
    if (turned) this.#keeper.outdate()
    this.camera.live = source.live
    this.#touch()
  }

  setLayout(layout: Layout): void {
    this.#keeper.layout = layout
    this.#schedule()
  }

  resize(width: number, height: number): void {
    const ratio = devicePixelRatio || 1
    const { frame } = this.camera
    if (width === frame.width && height === frame.height && ratio === this.#ratio) return
    this.#ratio = ratio
    for (const ctx of [this.#base, this.#over]) {
      ctx.canvas.width = Math.round(width * ratio)
      ctx.canvas.height = Math.round(height * ratio)
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    }
    this.camera.resize(width, height)
    // A canvas is blank after its size changed, so it is drawn at once, not a frame later.
    this.#baseDirty = this.#overDirty = true
    this.#draw()
  }

  /** Must be called after the page changed its colours. */
  retheme(): void {
    this.#theme = readTheme(this.canvas)
    this.#touch()
  }

  /** Fits the dragged range or the selected process. */
  fitSelection(): void {
    const { range, selected } = this.#overlay
    const rows = this.#source?.rows
    if (range) this.camera.fitSpan(range.from, range.to)
    else if (rows && selected >= 0) {
      const from = rows.start[selected]!
      this.camera.fitSpan(from, from + rows.durationOf(selected, this.camera.frame.now))
    }
  }

  /** Marks a process and brings it into sight. */
  select(row: number): void {
    this.#toReveal = row
    this.mark({ selected: row })
    this.#reveal()
  }

  /** Shows the selected process as soon as it has a lane. */
  #reveal(): void {
    const row = this.#toReveal
    const lane = this.#keeper.scene?.lanes.lane[row]
    if (lane === undefined) return
    this.#toReveal = -1
    const { rows } = this.#source!
    const from = rows.start[row]!
    this.camera.reveal(from, from + rows.durationOf(row, this.camera.frame.now), lane)
  }

  /** Changes what is shown beside the slices. Without a search, what is not on the path is dimmed. */
  show(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change }
    this.#keeper.matches = this.#shown.found ?? this.#shown.path?.marks ?? null
    this.#touch()
  }

  get shown(): Shown {
    return this.#shown
  }

  /** Reports that the reader wants the path shown, or hidden. */
  readonly togglePath = (): void => this.events.togglePath()

  /** Changes the marks of the overlay. */
  mark(change: Partial<Overlay>): void {
    this.#overlay = { ...this.#overlay, ...change }
    this.#overDirty = true
    this.#schedule()
  }

  /** Marks and reports the process at a point of the picture. */
  hover(x: number, y: number): void {
    const row = this.hit(x, y)
    this.mark({ hovered: row, cursor: x })
    this.events.hover(row >= 0 ? { row, x, y } : null)
  }

  leave(): void {
    this.mark({ hovered: -1, cursor: null })
    this.events.hover(null)
  }

  /** Reports the selected process; −1 for none. */
  readonly choose = (row: number): void => this.events.select(row)

  /** Marks a range of time, and reports it once its end is settled. */
  setRange(range: Overlay['range'], settled: boolean): void {
    this.mark({ range })
    if (settled) this.events.range(range)
  }

  /** The process at a point of the picture, or −1. */
  hit(x: number, y: number): number {
    const { frame } = this.camera
    if (!this.#keeper.scene || y < lanesTop(frame)) return -1
    const lane = Math.floor((y - lanesTop(frame) + frame.scroll) / LANE)
    const slack = ((frame.view.to - frame.view.from) / frame.width) * 3
    return hitSlice(this.#keeper.scene.lanes, lane, timeAt(frame, x), slack)
  }

  /** The rectangle of a process, in pixels of the picture. */
  rectOf(row: number): { x: number; y: number; width: number; height: number } | undefined {
    return this.#keeper.scene && row < this.#keeper.scene.kind.length
      ? sliceRect(this.camera.frame, this.#keeper.scene, row)
      : undefined
  }

  /** The processes that are at least partly visible. O(n). */
  visibleRows(): number[] {
    const { scene } = this.#keeper
    return scene ? rowsInSight(this.camera.frame, scene) : []
  }

  dispose(): void {
    cancelAnimationFrame(this.#request)
    this.#request = -1
  }

  #touch(): void {
    this.#baseDirty = this.#overDirty = true
    this.#schedule()
  }

  #schedule(): void {
    this.#request ||= requestAnimationFrame((time) => {
      this.#request = 0
      if (!this.#source) return
      if (!this.#keeper.renew(this.#source)) this.#schedule()
      this.camera.advance(time, this.#source.end())
      if (this.camera.moving) this.#schedule()
      this.#draw()
      this.#tellView()
    })
  }

  #tellView(): void {
    const { view, end } = this.camera.frame
    const part = isWhole(view, end) ? null : view
    if (part?.from !== this.#viewTold?.from || part?.to !== this.#viewTold?.to) this.events.view(part)
    this.#viewTold = part
  }

  /** Adapts the camera to a new scene. */
  #measure(): void {
    if (!this.#source) return
    this.camera.setExtent(this.#source.end(), this.#keeper.scene?.lanes.count ?? 0)
    this.#reveal()
    this.#touch()
  }

  #draw(): void {
    const { scene } = this.#keeper
    if (!scene || !this.#source) return
    const { frame } = this.camera
    if (this.#baseDirty) {
      const { cores } = this.#source
      this.#layer.paint(this.#base, frame, scene, this.#keeper.kinds, this.#shown, this.#theme, cores)
    }
    if (this.#overDirty) paintOverlay(this.#over, frame, scene, this.#overlay, this.#theme)
    this.#baseDirty = this.#overDirty = false
  }
}
