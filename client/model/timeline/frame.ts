import type { View } from './viewport.ts'

/** Heights of the parts of the picture from top to bottom, and of a lane with its slice, in CSS pixels. */
export const MINIMAP = 34
export const AXIS = 24
export const STRIP = 48
export const LANE = 20
export const SLICE = 18
/** The number of charts between axis and lanes: processes at work, or also CPU and memory. */
export type Strips = 1 | 3

/** The input of a frame: a view of a scene at one moment. */
export interface Frame {
  readonly width: number
  readonly height: number
  readonly strips: Strips
  readonly view: View
  /** How far the lanes are scrolled, in pixels. */
  readonly scroll: number
  /** The end of running processes, in milliseconds since the origin. */
  readonly now: number
  /** The end of the run so far, in milliseconds since the origin. */
  readonly end: number
}

/** Where the lanes begin. */
export const lanesTop = ({ strips }: Pick<Frame, 'strips'>): number => MINIMAP + AXIS + STRIP * strips + 6

/** The x of a moment. */
export const xOf = ({ view, width }: Frame, at: number): number =>
  ((at - view.from) / (view.to - view.from)) * width

/** The moment at an x. */
export const timeAt = ({ view, width }: Frame, x: number): number =>
  view.from + (x / width) * (view.to - view.from)

/** The lanes in sight, as [first, end). */
export const lanesInSight = ({ scroll, height, strips }: Frame): readonly [number, number] => [
  Math.max(0, Math.floor(scroll / LANE)),
  Math.ceil((scroll + Math.max(0, height - lanesTop({ strips }))) / LANE),
]

/** The top of a lane's slice. */
export const laneTop = (frame: Frame, lane: number): number => lanesTop(frame) + lane * LANE - frame.scroll
