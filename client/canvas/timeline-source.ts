import type { Layout } from '../model/timeline/lanes.ts'
import type { Overlay } from './paint-overlay.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import type { SceneParts } from '../model/timeline/scene.ts'
import type { View } from '../model/timeline/viewport.ts'

/** What the picture is told of its run. */
export interface TimelineSource {
  readonly rows: ProcessRows
  readonly live: boolean
  readonly cores: number | null
  /** Milliseconds since the origin: the end of the run, or now while it runs. */
  end(): number
  /** Has the picture derived. @param counted with CPU and memory over time */
  derive(layout: Layout, counted: boolean): Promise<SceneParts>
}

/** What the picture tells of its user. */
export interface TimelineEvents {
  /** The process under the pointer and where the pointer is, in pixels of the picture. */
  hover(at: { row: number; x: number; y: number } | null): void
  select(row: number): void
  range(range: Overlay['range']): void
  follow(following: boolean): void
  /** What part of the run is seen; null for all of it. */
  view(view: View | null): void
}
