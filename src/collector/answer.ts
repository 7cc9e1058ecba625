import type { Answer } from './post.ts'

/**
 * What becomes of a batch: `taken` (with the lines that the daemon refused for good), `retry` later,
 * `split` into smaller ones, or `refused` altogether.
 */
export type Verdict =
  | { readonly type: 'taken'; readonly rejected: number; readonly reason: string }
  | { readonly type: 'retry'; readonly reason: string }
  | { readonly type: 'split'; readonly reason: string }
  | { readonly type: 'refused'; readonly reason: string }

const NO_DAEMON = 'the program there is not a BuildSpy daemon'

/** Judges the daemon's answer to a batch (wire notes: NDJSON on `POST /api/live/submit`). */
export function judge({ status, body }: Answer): Verdict {
  const answer = parse(body)
  const said = typeof answer['error'] === 'string' ? answer['error'] : `HTTP status ${status}`
  if (status === 200) {
    if (answer['status'] !== 'success') return { type: 'retry', reason: NO_DAEMON }
    const rejected = rejections(answer['rejected'])
    return { type: 'taken', rejected: rejected.length, reason: rejected[0] ?? '' }
  }
  if (status === 413) return { type: 'split', reason: said }
  // A token that is missing or wrong is no fault of the lines: they wait in the spool.
  if (status === 401 || status === 403) return { type: 'retry', reason: said }
  if (status === 408 || status === 429 || status >= 500) return { type: 'retry', reason: said }
  // None of the lines was valid, or the run is unknown: sending them again would not help.
  const rejected = rejections(answer['rejected'])
  if (rejected.length > 0) return { type: 'refused', reason: rejected[0]! }
  if (typeof answer['error'] === 'string') return { type: 'refused', reason: said }
  return { type: 'retry', reason: NO_DAEMON }
}

function parse(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** The reasons in `rejected: [{line, error}]`. */
function rejections(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.map((item: unknown) => {
    const error = typeof item === 'object' && item !== null && 'error' in item ? item.error : undefined
    return typeof error === 'string' ? error : 'no reason given'
  })
}
