import type { Match } from './match.ts'

/** The share of the CPU time whose processes slowed down less, or not at all. */
const QUARTILE = 0.75

/**
 * How many times as much CPU time the processes of the head took as the same ones of the base: the upper quartile of the ratios,
 * weighted by CPU time. Neighbours on a machine slow all processes down, and a change slows a few, so on a busy machine this tells
 * the neighbours from a change. The quartile, because neighbours come and go, and some processes meet none. Null if no CPU time was
 * measured on both sides. O(n log n) for n matches.
 */
export function cpuRatioOf(matches: readonly Match[]): number | null {
  const ratios: { ratio: number; weight: number }[] = []
  let total = 0
  for (const { base, head } of matches) {
    if (!base || !head || base.cpuTime <= 0 || head.cpuTime <= 0) continue
    const ratio = head.cpuTime / head.count / (base.cpuTime / base.count)
    ratios.push({ ratio, weight: base.cpuTime })
    total += base.cpuTime
  }
  ratios.sort((a, b) => a.ratio - b.ratio)
  let weight = 0
  for (const each of ratios) if ((weight += each.weight) >= QUARTILE * total) return each.ratio
  return null
}
