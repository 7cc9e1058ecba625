/** The visible part of time, in milliseconds since the run's origin. */
export interface View {
  readonly from: number
  readonly to: number
}

/** The deepest zoom: 20 microseconds across the picture. */
const SHORTEST = 0.02

/** The share of the run left free at the right of "fit all", so that the end is visible. */
const MARGIN = 0.01

/** The whole run. */
export const fitAll = (end: number): View => ({ from: 0, to: Math.max(end, 1) * (1 + MARGIN) })

/** Whether a view shows the whole run, to a thousandth. */
export function isWhole({ from, to }: View, end: number): boolean {
  const all = fitAll(end)
  return from <= all.to / 1000 && to >= all.to * 0.999
}

/** A span with a little space around it. */
export function fitSpan(from: number, to: number, end: number): View {
  const air = Math.max((to - from) * 0.05, SHORTEST / 2)
  return clampView({ from: from - air, to: to + air }, end)
}

/** Moves a view into the range of `fitAll`, and shrinks it if necessary. */
export function clampView({ from, to }: View, end: number): View {
  const all = fitAll(end)
  const length = Math.min(Math.max(to - from, SHORTEST), all.to)
  const left = Math.min(Math.max(from, 0), all.to - length)
  return { from: left, to: left + length }
}

/** Zooms by `factor` (below 1: closer) around the moment `at`. */
export function zoomAt(view: View, factor: number, at: number, end: number): View {
  const length = Math.max((view.to - view.from) * factor, SHORTEST)
  const share = (at - view.from) / (view.to - view.from)
  return clampView({ from: at - share * length, to: at + (1 - share) * length }, end)
}

/** Moves a view by a number of milliseconds. */
export const panBy = (view: View, by: number, end: number): View =>
  clampView({ from: view.from + by, to: view.to + by }, end)

/** The view that shows a span with the smallest move and, unless it is longer than the view, no zoom. */
export function reveal(view: View, from: number, to: number, end: number): View {
  const length = view.to - view.from
  if (to - from > length) return fitSpan(from, to, end)
  const air = Math.min(length * 0.05, (length - (to - from)) / 2)
  if (from < view.from) return panBy(view, from - air - view.from, end)
  if (to > view.to) return panBy(view, to + air - view.to, end)
  return view
}

/** A point between two views, for a short animation. */
export const between = (a: View, b: View, share: number): View => ({
  from: a.from + (b.from - a.from) * share,
  to: a.to + (b.to - a.to) * share,
})

const MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 28_800, 86_400]

/** A round distance between the marks of an axis: at most `most` of them fit into `length` milliseconds. */
export function tickStep(length: number, most: number): number {
  const least = length / Math.max(1, most)
  if (least > 1000) {
    const seconds = MINUTES.find((step) => step * 1000 >= least)
    return seconds ? seconds * 1000 : Math.ceil(least / 86_400_000) * 86_400_000
  }
  const power = 10 ** Math.floor(Math.log10(least))
  return power * ([1, 2, 5, 10].find((step) => step * power >= least * 0.999_999) ?? 10)
}

/** The marks of an axis over a view. */
export function ticks(view: View, most: number): { step: number; at: number[] } {
  const step = tickStep(view.to - view.from, most)
  const at: number[] = []
  for (let i = Math.ceil(view.from / step); i * step <= view.to; i++) at.push(i * step)
  return { step, at }
}

/** The label of a mark: `250 ms`, `1.25 s`, `2:05`, `1:02:05`. */
export function tickLabel(at: number, step: number): string {
  if (at === 0) return '0'
  if (step < 1) return `${at.toFixed(Math.min(3, Math.ceil(-Math.log10(step) - 1e-9)))} ms`
  if (at < 1000 && step < 1000) return `${Math.round(at)} ms`
  if (step < 1000) return `${(at / 1000).toFixed(Math.ceil(3 - Math.log10(step) - 1e-9))} s`
  const seconds = Math.round(at / 1000)
  if (seconds < 60) return `${seconds} s`
  const two = (n: number) => String(n).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours ? `${hours}:${rest}` : rest.replace(/^0/, '')
}
