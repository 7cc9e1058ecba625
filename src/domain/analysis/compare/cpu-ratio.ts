import type { Match } from './match.ts'

/**
 * How many times as much CPU time the processes of the head took as the same ones of the base: the median of the ratios, weighted
 * by CPU time. Neighbours on a machine slow all processes down, and a change slows a few, so on a busy machine this tells the
 * neighbours from a change. The median of 24 pairs of unchanged compiles beside loads of 70 to 93 % left at most 6 % to a change, and of
 * 32 pairs that differ by 20 % at least 15 %; the upper quartile passed 8 of those. Null if no CPU time was measured on both sides.
 * O(n log n) for n matches.
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
  for (const each of ratios) if ((weight += each.weight) >= total / 2) return each.ratio
  return null
}
