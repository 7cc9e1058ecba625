/**
 * Times of the wire are RFC 3339 with up to nine decimals and any offset; inside, a time is a `bigint` of
 * nanoseconds since 1970 UTC. Nanoseconds, because clients send them and their order must survive.
 */
const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9})\d*)?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

/** Nanoseconds. */
const SECOND = 1_000_000_000n

/** What fits a signed 64-bit integer, with a margin: the years 1678 to 2261. */
const EARLIEST = -9_214_560_000_000_000_000n
const LATEST = 9_214_646_400_000_000_000n

/** Go's zero time, which clients send for "not set", in milliseconds. */
const YEAR_ONE = -62_135_596_800_000

/** Stands for "not set" where a time is part of a key; printed as the zero time, as clients send it. */
export const NOT_SET = -(2n ** 63n)

/**
 * Reads an RFC 3339 time.
 * @returns nanoseconds since 1970, `null` for the zero time `0001-01-01T00:00:00Z` ("not set"),
 *   `undefined` if the text is no such time or lies outside 1678–2261.
 */
export function parseTime(text: string): bigint | null | undefined {
  const match = RFC3339.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour, offsetMinute] = match
  if (+month! > 12 || +month! < 1 || +hour! > 23 || +minute! > 59 || +second! > 60) return undefined
  if (sign && (+offsetHour! > 23 || +offsetMinute! > 59)) return undefined
  // Date.UTC reads the years 0–99 as 1900–1999; setUTCFullYear does not.
  const date = new Date(0)
  date.setUTCFullYear(+year!, +month! - 1, +day!)
  if (date.getUTCDate() !== +day!) return undefined
  let milliseconds = date.getTime() + ((+hour! * 60 + +minute!) * 60 + +second!) * 1000
  if (sign) milliseconds -= (sign === '-' ? -1 : 1) * (+offsetHour! * 60 + +offsetMinute!) * 60_000
  if (milliseconds === YEAR_ONE && !Number(fraction)) return null
  const nanoseconds = BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
  return nanoseconds < EARLIEST || nanoseconds > LATEST ? undefined : nanoseconds
}

/** The second printed last, and its text up to the decimals: times come together, and a calendar is slow. */
let second = NOT_SET
let beginning = ''

/** Prints nanoseconds since 1970 as RFC 3339 in UTC, with 3, 6 or 9 decimals: as many as it takes. */
export function printTime(nanoseconds: bigint): string {
  if (nanoseconds === NOT_SET) return '0001-01-01T00:00:00Z'
  const below = Number(((nanoseconds % SECOND) + SECOND) % SECOND)
  const whole = nanoseconds - BigInt(below)
  if (whole !== second) {
    second = whole
    beginning = new Date(Number(whole / 1_000_000n)).toISOString().slice(0, -4)
  }
  const decimals = String(below).padStart(9, '0')
  const count = below % 1_000_000 === 0 ? 3 : below % 1000 === 0 ? 6 : 9
  return `${beginning}${decimals.slice(0, count)}Z`
}

/** Nanoseconds since 1970 for a time in milliseconds, as `Date.now()` gives it. */
export const fromMilliseconds = (milliseconds: number): bigint =>
  BigInt(Math.round(milliseconds * 1000)) * 1000n
