import { TOOL_COLOURS } from '../model/timeline/tool-colours.ts'

/** The colours of the picture, read from the style sheet's variables. */
export interface TimelineTheme {
  readonly slices: readonly string[]
  readonly sliceText: string
  readonly failed: string
  readonly failedText: string
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
