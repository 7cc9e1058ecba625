import { formatMilliseconds } from '../../src/domain/analysis/time/duration.ts'

/** Numbers and times as the dashboard writes them. */

const locale = undefined
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 })
const atMostOneDecimal = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 })
const oneDecimal = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 })
const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })
const dateAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })

/** Stands for an unknown value. */
export const NOTHING = '–'

/** `1,234` */
export const formatCount = (n: number): string => whole.format(n)

/** `3.4`, `2.0` */
export const formatDecimal = (n: number): string => oneDecimal.format(n)

/** `1 process`, `1,234 processes`. @param many the plural; by default with an `s` */
export const formatNumber = (n: number, one: string, many = `${one}s`): string =>
  `${whole.format(n)} ${n === 1 ? one : many}`

/** Beyond this many times, a percentage says nothing. */
const MANY_TIMES = 10

/** A share of 1 in per cent: `0.4%`, `38%`, `1,535 ×`. */
export function formatShare(share: number): string {
  if (share >= MANY_TIMES) return `${whole.format(share)} ×`
  return `${(Math.abs(share) < 0.01 ? atMostOneDecimal : whole).format(share * 100)}%`
}

/** Milliseconds as `0.4 ms`, `350 ms`, `12.3 s`, `3m 05s`, `1h 02m`. */
export const formatDuration = (ms: number | null | undefined): string =>
  ms == null || !Number.isFinite(ms) ? NOTHING : formatMilliseconds(ms)

/** A time that ticks, in whole seconds: `0:07`, `3:05`, `1:02:05`. */
export function formatElapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const two = (n: number) => String(n).padStart(2, '0')
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
}

/** Bytes as `512 B`, `3.4 MiB`; the graph gives them as a string above 2^53. */
export function formatBytes(bytes: number | string | null | undefined): string {
  const n = Number(bytes ?? 0)
  if (!(n > 0)) return NOTHING
  const power = Math.min(5, Math.floor(Math.log2(n) / 10))
  const value = n / 1024 ** power
  return `${value < 10 ? atMostOneDecimal.format(value) : whole.format(Math.round(value))} ${['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'][power]}`
}

/** `Jan 2, 2026` */
export const formatDate = (time: string): string => date.format(new Date(time))

/** A date and time in full, for titles. */
export const formatDateTime = (time: string | number): string => dateAndTime.format(new Date(time))

/** `now`, `5 min. ago`, `yesterday`. */
export function formatAgo(time: string, now: number): string {
  const seconds = (new Date(time).getTime() - now) / 1000
  const [unit, length] = (
    [
      ['day', 86_400],
      ['hour', 3600],
      ['minute', 60],
    ] as const
  ).find(([, length]) => -seconds >= length) ?? ['second', 1]
  if (unit === 'second') return seconds > -10 ? 'just now' : `${Math.round(-seconds)} s ago`
  return relative.format(Math.round(seconds / length), unit)
}
