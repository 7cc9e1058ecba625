import type { Layout } from './lanes.ts'
import type { ProcessRows } from './rows.ts'
import { preparedFor } from './prepared-scenes.ts'
import { kindsShown, sceneOf, sceneParts, type Scene } from './scene.ts'

/** While a build runs the scene is derived anew at most this often, and for at most an eighth of the time. */
const REBUILD_MS = 60
const REBUILD_SHARE = 8

/** Keeps the scene of a run: derives it anew when its rows changed, not more often than it can afford. */
export class SceneKeeper {
  scene: Scene | undefined
  layout: Layout = 'tree'
  #matches: Uint8Array | null = null
  /** The scene's kinds with what a search passes over; undefined until it is drawn. */
  #shown: Uint8Array | undefined
  #builtVersion = -1
  #builtAt = 0
  #buildCost = 0

  /** Derives the scene. @param until where what has no end stops */
  rebuild(rows: ProcessRows, now: number, until: number): Scene {
    const began = performance.now()
    const parts = preparedFor(rows, this.layout) ?? sceneParts(rows, this.layout, now, until)
    this.scene = sceneOf(rows, parts, Math.min(now, until))
    this.#shown = undefined
    this.#builtVersion = rows.version
    this.#builtAt = performance.now()
    this.#buildCost = this.#builtAt - began
    return this.scene
  }

  /** Whether the rows changed since. */
  isStale(rows: ProcessRows): boolean {
    return rows.version !== this.#builtVersion
  }

  /** Whether it is time to derive it again. */
  get isDue(): boolean {
    return performance.now() - this.#builtAt >= Math.max(REBUILD_MS, this.#buildCost * REBUILD_SHARE)
  }

  /** What stands out: a number other than 0 for each row that matches; null for no search. */
  set matches(matches: Uint8Array | null) {
    this.#matches = matches
    this.#shown = undefined
  }

  /** How each row is painted. */
  get kinds(): Uint8Array {
    return (this.#shown ??= kindsShown(this.scene!, this.#matches))
  }
}
