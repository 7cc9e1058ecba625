import type { Frame } from '../model/timeline/frame.ts'
import type { PathLayer } from '../model/timeline/path-layer.ts'
import type { Scene } from '../model/timeline/scene.ts'
import type { WaitBands } from '../model/timeline/wait-bands.ts'
import { ChartPainter } from './paint-charts.ts'
import { paintPath } from './paint-path.ts'
import { SlicePainter } from './paint-slices.ts'
import type { TimelineTheme } from './theme.ts'

/** What the picture shows beside the slices; null for none. */
export interface Shown {
  /** A number other than 0 for each row that a search finds. */
  readonly found: Uint8Array | null
  readonly path: PathLayer | null
  readonly bands: WaitBands | null
}

/** Neither a search, nor the path, nor bands. */
export const NOTHING_SHOWN: Shown = { found: null, path: null, bands: null }

/** The static layer of the timeline: the charts, the slices with their bands, and the critical path over them. */
export class BaseLayer {
  readonly #slices = new SlicePainter()
  readonly #charts = new ChartPainter()

  /** @param kinds how each row is painted */
  paint(
    ctx: CanvasRenderingContext2D,
    frame: Frame,
    scene: Scene,
    kinds: Uint8Array,
    { path, bands }: Shown,
    theme: TimelineTheme,
    cores: number | null,
  ): void {
    ctx.fillStyle = theme.surface
    // One more, because a bitmap has whole pixels and its element may not.
    ctx.fillRect(0, 0, frame.width + 1, frame.height + 1)
    this.#charts.paint(ctx, frame, scene, theme, cores)
    // On the path, a band says what bound each step.
    this.#slices.paint(ctx, frame, scene, theme, kinds, path ? null : bands)
    if (path) paintPath(ctx, frame, scene, path, theme)
  }
}
