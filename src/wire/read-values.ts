import { BadInput } from '../errors.ts'
import { parseTime } from './time.ts'

/** The error for a value that breaks a rule. @param place the object that contains it */
export const wrong = (place: string, name: string, rule: string): BadInput =>
  new BadInput(`${place}.${name}: ${rule}`)

/** A time, null if it is not set. @throws BadInput */
export function readInstant(text: string | null | undefined, place: string, name: string): bigint | null {
  if (text === null || text === undefined) return null
  const time = parseTime(text)
  if (time === undefined) throw wrong(place, name, 'must be an RFC 3339 time between the years 1678 and 2261')
  return time
}

/** A time that must be set. @throws BadInput */
export function readTime(text: string, place: string, name: string): bigint {
  const time = readInstant(text, place, name)
  if (time === null) throw wrong(place, name, 'must be set')
  return time
}

/** A byte count, unsigned 64-bit. @throws BadInput */
export function readBytes(
  count: number | string | null | undefined,
  place: string,
  name: string,
): bigint | null {
  if (count === null || count === undefined) return null
  const bytes = BigInt(count)
  if (bytes !== BigInt.asUintN(64, bytes)) throw wrong(place, name, 'must fit 64 bits')
  return bytes
}

/** A share so small that SQLite's driver confuses it with 0 is 0 (the driver reads 1e-16 as a whole number). */
export function readShare(share: number | null | undefined): number {
  return share && Math.abs(share) >= 1e-15 ? share : 0
}

/** Half a surrogate pair is not Unicode text, and neither UTF-8 nor a database can hold it. */
export function readText(text: string | null | undefined, place: string, name: string): string {
  if (!text) return ''
  if (text.includes('\0')) throw wrong(place, name, 'must not contain a NUL character')
  return text.toWellFormed()
}
