import { ownTimes } from './own-time.ts'
import { durationOf, type Processes } from '../processes.ts'

/** What the width of a frame stands for. */
export type FlameWeight = 'wall' | 'cpu' | 'own'

/**
 * An icicle of a run: frames by row of the picture, each below its parent. Frame 0 is the whole run. A frame is as
 * wide as what is its own and all below it together.
 */
export interface Flame {
  readonly count: number
  /** The longest process of the frame; −1 for frame 0. */
  readonly row: Int32Array
  /** The frame of each process. */
  readonly frameOf: Int32Array
  /** How many processes it stands for. */
  readonly processes: Int32Array
  readonly parent: Int32Array
  /** Distance from frame 0. */
  readonly depth: Int32Array
  /** Where it begins, in the unit of the weight: milliseconds. */
  readonly from: Float64Array
  readonly width: Float64Array
  /** What is the frame's own, in milliseconds. */
  readonly self: Float64Array
  readonly deepest: number
}

/**
 * Lays out the icicle of a run. Weights: `wall`, how long a process lived beyond the lives of its children; `cpu`, its
 * CPU time; `own`, how long it was alive while none of its children was. Siblings stand widest first.
 * @param merged frames of the same name below the same frame become one
 * O(n log n).
 */
export function flameOf(processes: Processes, weight: FlameWeight, merged: boolean, until: number): Flame {
  const selfOf = selfTimes(processes, weight, until)
  const frames = framesOf(processes, selfOf, merged)
  const { count, row, frameOf, parent, self, size } = frames
  const width = self.slice(0, count)
  for (let frame = count - 1; frame > 0; frame--) width[parent[frame]!]! += width[frame]!
  const from = new Float64Array(count)
  const depth = new Int32Array(count)
  const next = new Float64Array(count)
  // Widest first: the eye begins at the left. A parent's place is known before its children's.
  const order = Int32Array.from({ length: count }, (_, frame) => frame)
  for (let frame = 1; frame < count; frame++) depth[frame] = depth[parent[frame]!]! + 1
  order.sort((a, b) => depth[a]! - depth[b]! || width[b]! - width[a]! || a - b)
  for (const frame of order) {
    if (frame === 0) continue
    const above = parent[frame]!
    from[frame] = from[above]! + next[above]!
    next[above]! += width[frame]!
  }
  return {
    count,
    row: row.slice(0, count),
    frameOf,
    processes: size.slice(0, count),
    parent: parent.slice(0, count),
    depth,
    from,
    width,
    self: self.slice(0, count),
    deepest: depth.reduce((most, d) => Math.max(most, d), 0),
  }
}

function selfTimes(processes: Processes, weight: FlameWeight, until: number): Float64Array {
  if (weight === 'own') return ownTimes(processes, until)
  if (weight === 'cpu')
    return Float64Array.from({ length: processes.count }, (_, row) => processes.cpuTime[row]! || 0)
  const self = Float64Array.from({ length: processes.count }, (_, row) => durationOf(processes, row, until))
  const children = new Float64Array(processes.count)
  for (let row = 0; row < processes.count; row++) {
    const above = processes.parent[row]!
    if (above >= 0) children[above]! += durationOf(processes, row, until)
  }
  for (let row = 0; row < processes.count; row++) self[row] = Math.max(0, self[row]! - children[row]!)
  return self
}

/** The frames in an order in which each comes after its parent; circles of parents hang on frame 0. */
function framesOf(processes: Processes, selfOf: Float64Array, merged: boolean) {
  const { count, name, parent: above } = processes
  const frameOf = new Int32Array(count).fill(-1)
  const row = new Int32Array(count + 1).fill(-1)
  const parent = new Int32Array(count + 1).fill(-1)
  const size = new Int32Array(count + 1)
  const self = new Float64Array(count + 1)
  const known = new Map<number, number>()
  let frames = 1
  const enter = (process: number, below: number): void => {
    const key = below * 0x200000 + name[process]!
    let frame = merged ? known.get(key) : undefined
    if (frame === undefined) {
      frame = frames++
      parent[frame] = below
      row[frame] = process
      if (merged) known.set(key, frame)
    } else if (selfOf[process]! > selfOf[row[frame]!]!) row[frame] = process
    size[frame]!++
    size[0]!++
    self[frame]! += selfOf[process]!
    frameOf[process] = frame
  }
  const chain: number[] = []
  const waiting = new Uint8Array(count)
  for (let process = 0; process < count; process++) {
    let at = process
    while (at >= 0 && frameOf[at]! < 0 && !waiting[at]) {
      waiting[at] = 1
      chain.push(at)
      at = above[at]!
    }
    while (chain.length > 0) {
      const next = chain.pop()!
      const below = above[next]! >= 0 ? frameOf[above[next]!]! : 0
      enter(next, Math.max(0, below))
    }
  }
  return { count: frames, row, frameOf, parent, size, self }
}
