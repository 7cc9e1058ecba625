/** Milliseconds as `0.4 ms`, `350 ms`, `12.3 s`, `3m 05s`, `1h 02m`. */
export function formatMilliseconds(ms: number): string {
  if (ms <= 0) return '0 ms'
  if (ms < 1) return `${ms.toPrecision(1)} ms`
  if (ms < 10) return `${ms.toFixed(1)} ms`
  if (ms < 999.5) return `${Math.round(ms)} ms`
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  const two = (n: number) => String(n).padStart(2, '0')
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`
  return `${Math.floor(seconds / 3600)}h ${two(Math.floor(seconds / 60) % 60)}m`
}
