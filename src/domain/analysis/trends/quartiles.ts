/** The middle of a set of numbers and the band that holds the middle half of them. */
export interface Quartiles {
  readonly low: number
  readonly median: number
  readonly high: number
}

/**
 * Median and quartiles, by linear interpolation between neighbours (Hyndman and Fan's type 7, as R and NumPy have it).
 * Undefined for no values. O(n log n).
 */
export function quartilesOf(values: readonly number[]): Quartiles | undefined {
  if (values.length === 0) return undefined
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number): number => {
    const place = share * (sorted.length - 1)
    const below = sorted[Math.floor(place)]!
    const above = sorted[Math.ceil(place)]!
    return below + (above - below) * (place - Math.floor(place))
  }
  return { low: at(0.25), median: at(0.5), high: at(0.75) }
}
