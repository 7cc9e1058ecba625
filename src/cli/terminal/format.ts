/** A duration as people read it: `38 ms`, `1.27 s`, `2 min 05 s`, `1 h 02 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 999.5)
    return `${milliseconds < 9.95 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms`
  const seconds = milliseconds / 1000
  if (seconds < 59.995) return `${seconds.toFixed(2)} s`
  const whole = Math.round(seconds)
  const pad = (value: number): string => String(value).padStart(2, '0')
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
  const minutes = Math.round(whole / 60)
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} min`
}

/** A difference of durations, with its sign: `+1.27 s`, `−38 ms`. */
export const difference = (milliseconds: number): string =>
  `${milliseconds < 0 ? '−' : '+'}${duration(Math.abs(milliseconds))}`

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB']

/** A number of bytes as people read it: `512 B`, `61.2 MiB`. */
export function bytes(count: number): string {
  const step = Math.min(Math.max(Math.floor(Math.log2(Math.max(count, 1)) / 10), 0), UNITS.length - 1)
  return `${step === 0 ? count : (count / 1024 ** step).toFixed(1)} ${UNITS[step]}`
}

export const percent = (share: number): string => `${Math.round(share * 100)}%`

/** A whole number with separators: `12,345`. */
export const whole = (count: number): string => count.toLocaleString('en-US')

/** `1 process`, `2,000 processes`. */
export const counted = (count: number, one: string, many: string): string =>
  `${whole(count)} ${count === 1 ? one : many}`

/** A time in the reader's zone, to the second: `2026-01-02 03:04:05`. */
export const localTime = (time: string): string => new Date(time).toLocaleString('sv-SE')
