/**
 * Times of the wire are RFC 3339 with up to nine decimals and any offset; inside, a time is a `bigint` of
 * nanoseconds since 1970 UTC. Nanoseconds, because clients send them and their order must survive.
 */

/** Nanoseconds. */
const SECOND = 1_000_000_000n

/** What fits a signed 64-bit integer, with a margin: the years 1678 to 2261. */
const EARLIEST = -9_214_560_000_000_000_000n
const LATEST = 9_214_646_400_000_000_000n

/** Go's zero time, which clients send for "not set", in milliseconds. */
const YEAR_ONE = -62_135_596_800_000

/** Stands for an unset time in a key; printed as the zero time, as clients send it. */
export const NOT_SET = -(2n ** 63n)

/**
 * Reads an RFC 3339 time. It reads character by character, because each event has three of them, and the matches of a regular
 * expression become garbage.
 * @returns nanoseconds since 1970, `null` for the zero time `0001-01-01T00:00:00Z` ("not set"), `undefined` if the text is no
 *   such time or lies outside 1678–2261.
 */
export function parseTime(text: string): bigint | null | undefined {
  const seconds = secondsAt(text)
  let at = 'YYYY-MM-DDThh:mm:ss'.length
  let fraction = 0
  if (text.charCodeAt(at) === DOT) {
    const first = ++at
    for (; isDigit(text.charCodeAt(at)); at++)
      if (at < first + 9) fraction = fraction * 10 + text.charCodeAt(at) - ZERO
    if (at === first) return undefined
    for (let digits = at - first; digits < 9; digits++) fraction *= 10
  }
  const offset = offsetAt(text, at)
  if (Number.isNaN(seconds + offset)) return undefined
  const milliseconds = (seconds - offset) * 1000
  if (milliseconds === YEAR_ONE && !fraction) return null
  const nanoseconds = BigInt(milliseconds) * 1_000_000n + BigInt(fraction)
  return nanoseconds < EARLIEST || nanoseconds > LATEST ? undefined : nanoseconds
}

/** The seconds since 1970 of `YYYY-MM-DDThh:mm:ss` at the start of a text; NaN if there is no such time. */
function secondsAt(text: string): number {
  const year = digitsAt(text, 0, 4)
  const month = digitsAt(text, 5, 2)
  const day = digitsAt(text, 8, 2)
  const hour = digitsAt(text, 11, 2)
  const minute = digitsAt(text, 14, 2)
  const second = digitsAt(text, 17, 2)
  const marks = text[4] === '-' && text[7] === '-' && text[13] === ':' && text[16] === ':'
  if (!marks || (text[10] !== 'T' && text[10] !== 't')) return NaN
  if (!(month >= 1 && month <= 12 && hour <= 23 && minute <= 59 && second <= 60)) return NaN
  return daysUntil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
}

/** The seconds of the offset that ends a text, `Z` or `±hh:mm`; NaN if there is none, or more. */
function offsetAt(text: string, at: number): number {
  const sign = text[at]
  if (sign === 'Z' || sign === 'z') return text.length === at + 1 ? 0 : NaN
  if (text.length !== at + 6 || (sign !== '+' && sign !== '-') || text[at + 3] !== ':') return NaN
  const hours = digitsAt(text, at + 1, 2)
  const minutes = digitsAt(text, at + 4, 2)
  return hours <= 23 && minutes <= 59 ? (sign === '-' ? -1 : 1) * (hours * 3600 + minutes * 60) : NaN
}

/** The number in so many digits; NaN if there is anything else. */
function digitsAt(text: string, at: number, count: number): number {
  let value = 0
  for (let place = at; place < at + count; place++) {
    const code = text.charCodeAt(place)
    if (!isDigit(code)) return NaN
    value = value * 10 + code - ZERO
  }
  return value
}

/** The latest day and its result, because times come together, and a calendar is slow. */
const lastDay = { date: 0, days: NaN }

/** The days from 1970 to a date; NaN if there is no such day. */
function daysUntil(year: number, month: number, day: number): number {
  const asked = (year * 100 + month) * 100 + day
  if (asked === lastDay.date) return lastDay.days
  // Date.UTC reads the years 0–99 as 1900–1999; setUTCFullYear does not.
  const date = new Date(0)
  date.setUTCFullYear(year, month - 1, day)
  lastDay.days = date.getUTCDate() === day ? date.getTime() / 86_400_000 : NaN
  lastDay.date = asked
  return lastDay.days
}

const ZERO = '0'.charCodeAt(0)
const DOT = '.'.charCodeAt(0)
const isDigit = (code: number): boolean => code >= ZERO && code <= ZERO + 9

/** The latest second and its text up to the decimals, because times come together, and a calendar is slow. */
let second = NOT_SET
let beginning = ''

/** Prints nanoseconds since 1970 as RFC 3339 in UTC, with as few of 3, 6 or 9 decimals as possible. */
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

/** Nanoseconds since 1970 for a time of `Date.now()` in milliseconds. */
export const fromMilliseconds = (milliseconds: number): bigint =>
  BigInt(Math.round(milliseconds * 1000)) * 1000n
