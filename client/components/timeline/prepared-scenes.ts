import type { Layout } from './lanes.ts'
import type { ProcessRows } from './rows.ts'
import type { SceneParts } from './scene.ts'

/** A scene that a worker derived, and what from. */
export interface PreparedScene {
  readonly layout: Layout
  readonly parts: SceneParts
}

const prepared = new WeakMap<ProcessRows, PreparedScene>()

/** Keeps the scene of rows that came with it. */
export const keepPrepared = (rows: ProcessRows, scene: PreparedScene): void => void prepared.set(rows, scene)

/** The scene that came with rows, if it has this layout and they have not changed since. */
export function preparedFor(rows: ProcessRows, layout: Layout): SceneParts | undefined {
  const scene = prepared.get(rows)
  return scene?.layout === layout && rows.version === 0 ? scene.parts : undefined
}
