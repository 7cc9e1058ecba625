import { BOUND_KINDS } from '../../src/domain/analysis/path/bound-step.ts'
import { BOUND_LOOKS } from '../model/path/bound-looks.ts'
import { WAIT_COLOURS } from '../model/processes/waiting-parts.ts'
import { WAIT_KINDS } from '../model/timeline/wait-bands.ts'
import { TOOL_COLOURS } from '../model/timeline/tool-colours.ts'

/** The colours of the picture, read from the style sheet's variables. */
export interface TimelineTheme {
  readonly slices: readonly string[]
  readonly sliceText: string
  readonly failed: string
  readonly failedText: string
  /** Slices that failed because of a child; their outline is `failed`. */
  readonly failedAbove: string
  /** The bands of the critical path, by BOUND_KINDS. */
  readonly bound: readonly string[]
  /** The bands of slices, by WAIT_KINDS. */
  readonly waits: readonly string[]
  readonly live: string
  readonly surface: string
  readonly raised: string
  readonly line: string
  readonly text: string
  readonly muted: string
  readonly accent: string
  /** Slices that a search does not find. */
  readonly passedOver: string
  readonly chart: string
  readonly chartSoft: string
  readonly cpu: string
  readonly memory: string
  /** The minimap's. */
  readonly mapped: string
  readonly font: string
}

/** Reads the colours that apply to an element now. */
export function readTheme(element: Element): TimelineTheme {
  const style = getComputedStyle(element)
  const variable = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    slices: Array.from({ length: TOOL_COLOURS }, (_, i) => variable(`slice-${i}`)),
    sliceText: variable('slice-text'),
    failed: variable('slice-failed'),
    failedText: variable('slice-failed-text'),
    failedAbove: variable('bad-soft'),
    bound: BOUND_KINDS.map((kind) => variable(BOUND_LOOKS[kind].colour)),
    waits: WAIT_KINDS.map((kind) => variable(WAIT_COLOURS[kind])),
    live: variable('ok'),
    surface: variable('surface'),
    raised: variable('raised'),
    line: variable('line'),
    text: variable('text'),
    muted: variable('muted'),
    accent: variable('accent'),
    passedOver: variable('line'),
    chart: variable('chart'),
    chartSoft: variable('chart-soft'),
    cpu: variable('chart-cpu'),
    memory: variable('chart-memory'),
    mapped: variable('line-strong'),
    font: style.fontFamily,
  }
}
