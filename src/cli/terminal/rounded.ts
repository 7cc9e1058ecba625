/** Times are milliseconds, known to the microsecond. */
const DECIMALS = 3

/** A value of JSON with numbers of three decimals at most: sums of floats end in noise (`1234.5600000001`). */
export function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toFixed(DECIMALS))
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, rounded(each)]))
}
