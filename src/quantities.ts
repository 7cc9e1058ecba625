/** Sizes and durations as people write them in settings. */

const DURATIONS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }
const SIZES: Record<string, number> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
}

/** @returns milliseconds of `90m`, `12h`, `30d` or `8w`; undefined for any other text */
export const parseDuration = (text: string): number | undefined => times(text, DURATIONS)

/** @returns bytes of `500MB`, `10GB`, `2.5TiB`; a kB is 1,000, a KiB 1,024; undefined for any other text */
export const parseBytes = (text: string): number | undefined => times(text, SIZES)

function times(text: string, units: Record<string, number>): number | undefined {
  const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?) ?([a-zA-Z]+)$/.exec(text) ?? []
  const name = Object.keys(units).find((known) => known.toLowerCase() === unit?.toLowerCase())
  if (name === undefined || !Number(count)) return undefined
  return Math.round(Number(count) * units[name]!)
}
