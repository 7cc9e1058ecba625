import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../quantities.ts'

/** A count from 1 to so many, as an option gives it. @throws InvalidArgumentError */
export const countOption =
  (most: number) =>
  (text: string): number => {
    const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
    if (count >= 1 && count <= most) return count
    throw new InvalidArgumentError(`It must be 1 to ${most}.`)
  }

/** A label that runs must have. */
export interface WantedLabel {
  readonly name: string
  readonly value?: string
}

/** Takes `key=value`, or `key` for any value, to those given before. @throws InvalidArgumentError */
export function labelOption(text: string, before: readonly WantedLabel[] = []): readonly WantedLabel[] {
  const at = text.indexOf('=')
  const name = at < 0 ? text : text.slice(0, at)
  if (!name) throw new InvalidArgumentError('It must be like key=value, or key for any value.')
  return [...before, at < 0 ? { name } : { name, value: text.slice(at + 1) }]
}

/**
 * A time in the past: how long ago (`2d`), or a date or time (`2026-11-24`, `2026-11-24T08:00`), in the reader's zone.
 * @returns RFC 3339 @throws InvalidArgumentError
 */
export function sinceOption(text: string): string {
  const ago = parseDuration(text)
  // A date alone would be read as UTC.
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text
  const time =
    ago !== undefined ? Date.now() - ago : /^\d{4}-/.test(day) ? Date.parse(day.replace(' ', 'T')) : NaN
  if (Number.isNaN(time))
    throw new InvalidArgumentError('It must be like 90m, 12h, 2d, 1w, 2026-11-24 or 2026-11-24T08:00.')
  return new Date(Math.max(time, EARLIEST)).toISOString()
}

/** The earliest time of the daemon, because nanoseconds since 1970 take 64 bits. */
const EARLIEST = Date.parse('1700-01-01T00:00:00Z')
