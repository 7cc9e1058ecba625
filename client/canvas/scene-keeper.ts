import type { Layout } from '../model/timeline/lanes.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'
import { kindsShown, type Scene, type SceneParts } from '../model/timeline/scene.ts'
import type { TimelineSource } from './timeline-source.ts'

/** During a build, the pause between two derivations of the scene, at least. Deriving takes at most half of the time. */
const REBUILD_MS = 60

/** The latest scene of each run. A reader that comes from another page of the run finds it here. */
const known = new WeakMap<ProcessRows, SceneParts>()

/** Keeps a scene for the next picture of its rows. */
export const keepScene = (rows: ProcessRows, parts: SceneParts): void => void known.set(rows, parts)

/** Keeps the scene of a run. It derives a new one when the rows changed, one at a time. */
export class SceneKeeper {
  scene: Scene | undefined
  layout: Layout = 'tree'
  #matches: Uint8Array | null = null
  /** The kinds of the scene with those that a search dims; undefined until they are needed. */
  #shown: Uint8Array | undefined
  #outdated = false
  #deriving = false
  #renewedAt = 0
  #cost = 0

  /** @param counted with CPU and memory over time @param renewed runs when there is another scene */
  constructor(
    private readonly counted: boolean,
    private readonly renewed: () => void,
  ) {}

  /** Opens a run, with its latest known scene. */
  open(rows: ProcessRows): void {
    const parts = known.get(rows)
    this.scene = parts && { ...parts, rows }
    this.#shown = undefined
    this.#outdated = false
    this.#renewedAt = 0
  }

  /** Marks the scene as outdated for another reason than its rows. */
  outdate(): void {
    this.#outdated = true
  }

  /** Derives a new scene if the present one is outdated and the pause is over. @returns whether the scene is up to date */
  renew(source: TimelineSource): boolean {
    const { scene, layout } = this
    const { rows } = source
    const right = scene?.rows === rows && scene.version === rows.version && scene.layout === layout
    if (right && !this.#outdated && (scene.counters || !this.counted)) return true
    const waits =
      scene?.layout === layout && performance.now() < this.#renewedAt + Math.max(REBUILD_MS, this.#cost)
    if (!this.#deriving && !waits) void this.#derive(source)
    return false
  }

  async #derive({ rows, derive }: TimelineSource): Promise<void> {
    this.#deriving = true
    this.#outdated = false
    const began = performance.now()
    const parts = await derive(this.layout, this.counted)
    this.#deriving = false
    this.#renewedAt = performance.now()
    this.#cost = this.#renewedAt - began
    keepScene(rows, parts)
    this.scene = { ...parts, rows }
    this.#shown = undefined
    this.renewed()
  }

  /** A number other than 0 for each row that the search finds; null without a search. */
  set matches(matches: Uint8Array | null) {
    this.#matches = matches
    this.#shown = undefined
  }

  /** How each row is painted. */
  get kinds(): Uint8Array {
    return (this.#shown ??= kindsShown(this.scene!, this.#matches))
  }
}
