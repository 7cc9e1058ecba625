import type { TimelineEngine } from './timeline-engine.ts'
import type { ProcessRows } from '../model/processes/process-rows.ts'

const ZOOM = 0.6
const PAN = 0.2

/** The keys of the timeline, for the list that `?` shows. */
export const TIMELINE_KEYS: readonly (readonly [keys: string, what: string])[] = [
  ['W S  + −', 'zoom'],
  ['A D', 'pan'],
  ['Ctrl wheel', 'zoom at the pointer'],
  ['Drag', 'select a range of time'],
  ['Shift drag', 'pan'],
  ['F', 'fit the selection'],
  ['0', 'fit all'],
  ['C', 'show or hide the critical path'],
  ['Alt ↑ ↓ ← →', 'parent, child, sibling'],
  ['Esc', 'clear'],
]

/** Runs the command of a key. @returns whether the key has one */
export function keyCommand(engine: TimelineEngine, event: KeyboardEvent, rows: ProcessRows): boolean {
  if (event.ctrlKey || event.metaKey) return false
  if (event.altKey) return moveInFamily(engine, event.key, rows)
  const { camera } = engine
  switch (event.key) {
    case 'w':
    case 'W':
    case '+':
    case '=':
      camera.zoom(ZOOM, engine.overlay.cursor ?? undefined, true)
      return true
    case 's':
    case 'S':
    case '-':
    case '_':
      camera.zoom(1 / ZOOM, engine.overlay.cursor ?? undefined, true)
      return true
    case 'a':
    case 'A':
      camera.pan(-PAN, true)
      return true
    case 'd':
    case 'D':
      camera.pan(PAN, true)
      return true
    case 'f':
    case 'F':
      engine.fitSelection()
      return true
    case 'c':
    case 'C':
      engine.togglePath()
      return true
    case '0':
      camera.fitAll()
      return true
    case 'Escape':
      engine.setRange(null, true)
      engine.choose(-1)
      return true
    default:
      return false
  }
}

/** Alt and an arrow: to the parent, the first child, the sibling before or after. */
function moveInFamily(engine: TimelineEngine, key: string, rows: ProcessRows): boolean {
  const { selected } = engine.overlay
  if (!['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(key)) return false
  if (selected < 0) return false
  const parent = rows.parent[selected]!
  if (key === 'ArrowUp') {
    if (parent >= 0) engine.choose(parent)
    return true
  }
  const family = rows.childrenOf(key === 'ArrowDown' ? selected : parent)
  family.sort((a, b) => rows.start[a]! - rows.start[b]!)
  const next =
    key === 'ArrowDown' ? family[0] : family[family.indexOf(selected) + (key === 'ArrowLeft' ? -1 : 1)]
  if (next !== undefined) engine.choose(next)
  return true
}
