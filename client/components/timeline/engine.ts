import { Camera } from './camera.ts'
import { LANE, LANES_TOP, lanesInSight, timeAt } from './frame.ts'
import type { Layout } from './lanes.ts'
import { ChartPainter } from './paint-charts.ts'
import { NOTHING_MARKED, paintOverlay, sliceRect, type Overlay } from './paint-overlay.ts'
import { SlicePainter } from './paint-slices.ts'
import type { ProcessRows } from './rows.ts'
import { buildScene, type Scene } from './scene.ts'
import { hitSlice } from './slices.ts'
import { readTheme, type TimelineTheme } from './theme.ts'

/** What the picture is told of its run. */
export interface TimelineSource {
  readonly rows: ProcessRows
  readonly live: boolean
  readonly cores: number | null
  /** Milliseconds since the origin: the end of the run, or now while it runs. */
  end(): number
}

/** What the picture tells of its user. */
export interface TimelineEvents {
  /** The process under the pointer and where the pointer is, in pixels of the picture. */
  hover(at: { row: number; x: number; y: number } | null): void
  select(row: number): void
  range(range: Overlay['range']): void
  follow(following: boolean): void
}

/** While a build runs the scene is derived anew at most this often, and for at most an eighth of the time. */
const REBUILD_MS = 60
const REBUILD_SHARE = 8

/**
 * The timeline: a static layer and an overlay, drawn only when something changed.
 * The camera holds the view; pointer and keys reach both through `listenToPointer` and `keyCommand`.
 */
export class TimelineEngine {
  readonly camera: Camera
  readonly #base: CanvasRenderingContext2D
  readonly #over: CanvasRenderingContext2D
  readonly #slices = new SlicePainter()
  readonly #charts = new ChartPainter()
  #theme: TimelineTheme
  #source: TimelineSource | undefined
  #scene: Scene | undefined
  #overlay = NOTHING_MARKED
  #layout: Layout = 'tree'
  #builtVersion = -1
  #builtAt = 0
  #buildCost = 0
  #baseDirty = true
  #overDirty = true
  #request = 0

  constructor(
    base: HTMLCanvasElement,
    readonly canvas: HTMLCanvasElement,
    private readonly events: TimelineEvents,
  ) {
    this.#base = base.getContext('2d', { alpha: false })!
    this.#over = canvas.getContext('2d')!
    this.#theme = readTheme(canvas)
    const motion = matchMedia('(prefers-reduced-motion: reduce)')
    this.camera = new Camera(
      { changed: () => this.#touch(), follow: (following) => events.follow(following) },
      () => motion.matches,
    )
  }

  get overlay(): Overlay {
    return this.#overlay
  }

  /** Shows a run, all of it. */
  open(source: TimelineSource): void {
    this.#source = source
    this.#overlay = NOTHING_MARKED
    this.#rebuild()
    this.camera.open(source.live)
  }

  /** To be called when rows changed, or the run began or ceased to be live. */
  refresh(source: TimelineSource): void {
    const turned = this.#source?.live !== source.live
    this.#source = source
    // The verdict may come after the last row: what had no end ends now.
    if (turned) this.#rebuild()
    this.camera.live = source.live
    this.#touch()
  }

  setLayout(layout: Layout): void {
    this.#layout = layout
    if (this.#source) this.#rebuild()
    this.#touch()
  }

  resize(width: number, height: number): void {
    const ratio = devicePixelRatio || 1
    for (const ctx of [this.#base, this.#over]) {
      ctx.canvas.width = Math.round(width * ratio)
      ctx.canvas.height = Math.round(height * ratio)
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    }
    this.camera.resize(width, height)
    // A canvas that changed its size is blank until it is drawn: now, not a frame later.
    this.#baseDirty = this.#overDirty = true
    this.#draw()
  }

  /** To be called after the page changed its colours. */
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
    this.mark({ selected: row })
    if (row < 0 || !this.#source) return
    const { rows } = this.#source
    if (row >= this.#scene!.lanes.lane.length) this.#rebuild()
    const from = rows.start[row]!
    const to = from + rows.durationOf(row, this.camera.frame.now)
    this.camera.reveal(from, to, this.#scene!.lanes.lane[row]!)
  }

  /** Changes the marks of the overlay. */
  mark(change: Partial<Overlay>): void {
    this.#overlay = { ...this.#overlay, ...change }
    this.#overDirty = true
    this.#schedule()
  }

  /** Points at a place of the picture: marks and reports the process there. */
  hover(x: number, y: number): void {
    const row = this.hit(x, y)
    this.mark({ hovered: row, cursor: x })
    this.events.hover(row >= 0 ? { row, x, y } : null)
  }

  leave(): void {
    this.mark({ hovered: -1, cursor: null })
    this.events.hover(null)
  }

  /** Reports the choice of a process, or of none: −1. */
  readonly choose = (row: number): void => this.events.select(row)

  /** Marks a range of time, and reports it when its end is settled. */
  setRange(range: Overlay['range'], settled: boolean): void {
    this.mark({ range })
    if (settled) this.events.range(range)
  }

  /** The process at a place of the picture, or −1. */
  hit(x: number, y: number): number {
    if (!this.#scene || y < LANES_TOP) return -1
    const { frame } = this.camera
    const lane = Math.floor((y - LANES_TOP + frame.scroll) / LANE)
    const slack = ((frame.view.to - frame.view.from) / frame.width) * 3
    return hitSlice(this.#scene.lanes, lane, timeAt(frame, x), slack)
  }

  /** Where a process is drawn, in pixels of the picture. */
  rectOf(row: number): { x: number; y: number; width: number; height: number } | undefined {
    return this.#scene && row < this.#scene.kind.length
      ? sliceRect(this.camera.frame, this.#scene, row)
      : undefined
  }

  /** The processes that are at least partly in sight. O(n). */
  visibleRows(): number[] {
    const { lanes } = this.#scene ?? {}
    if (!lanes) return []
    const { frame } = this.camera
    const [first, end] = lanesInSight(frame)
    return Array.from(lanes.row).filter((row) => {
      const { x, width } = this.rectOf(row)!
      return lanes.lane[row]! >= first && lanes.lane[row]! < end && x + width >= 0 && x <= frame.width
    })
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
      this.#rebuildIfStale()
      this.camera.advance(time, this.#source.end())
      if (this.camera.moving) this.#schedule()
      this.#draw()
    })
  }

  #rebuildIfStale(): void {
    if (this.#source!.rows.version === this.#builtVersion) return
    const wait = Math.max(REBUILD_MS, this.#buildCost * REBUILD_SHARE)
    if (performance.now() - this.#builtAt >= wait) this.#rebuild()
    else this.#schedule()
  }

  #rebuild(): void {
    const { rows, live, end } = this.#source!
    const began = performance.now()
    const now = end()
    this.#scene = buildScene(rows, this.#layout, now, live ? Infinity : now)
    this.#builtVersion = rows.version
    this.#builtAt = performance.now()
    this.#buildCost = this.#builtAt - began
    this.camera.setExtent(now, this.#scene.lanes.count)
    this.#baseDirty = this.#overDirty = true
  }

  #draw(): void {
    if (!this.#scene || !this.#source) return
    const { frame } = this.camera
    if (this.#baseDirty) {
      this.#base.fillStyle = this.#theme.surface
      // One more, because a bitmap has whole pixels and its element may not.
      this.#base.fillRect(0, 0, frame.width + 1, frame.height + 1)
      this.#charts.paint(this.#base, frame, this.#scene, this.#theme, this.#source.cores)
      this.#slices.paint(this.#base, frame, this.#scene, this.#theme)
    }
    if (this.#overDirty) paintOverlay(this.#over, frame, this.#scene, this.#overlay, this.#theme)
    this.#baseDirty = this.#overDirty = false
  }
}
