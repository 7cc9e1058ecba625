import type { Layout } from '../model/timeline/lanes.ts'
import type { Overlay } from './paint-overlay.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import type { SceneParts } from '../model/timeline/scene.ts'
import type { View } from '../model/timeline/viewport.ts'

/** The run, as the picture needs it. */
export interface TimelineSource {
  readonly rows: ProcessRows
  readonly live: boolean
  readonly cores: number | null
  /** Milliseconds since the origin: the end of the run, or now while it runs. */
  end(): number
  /** Derives the picture. @param counted with CPU and memory over time */
  derive(layout: Layout, counted: boolean): Promise<SceneParts>
}

/** The events of the picture. */
export interface TimelineEvents {
  /** The process under the pointer, and the pointer's position in pixels of the picture. */
  hover(at: { row: number; x: number; y: number } | null): void
  select(row: number): void
  range(range: Overlay['range']): void
  /** The reader wants the critical path shown, or hidden. */
  togglePath(): void
  follow(following: boolean): void
  /** The visible part of the run; null for the whole run. */
  view(view: View | null): void
}
